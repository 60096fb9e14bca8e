package org.meseta.master.http.answers;

import java.util.TreeMap;
import org.meseta.http.api.Refusal;
import org.meseta.master.state.Cluster;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.protocol.v1.quota.QuotaInfo;
import org.meseta.protocol.v1.quota.QuotaRequest;
import org.meseta.protocol.v1.quota.QuotaStatus;
import org.meseta.resources.Roles;

/** Quotas in the older and the newer form. */
public final class QuotaMessages {

  private QuotaMessages() {}

  /** All that there are, and the default role, which has none. */
  @SuppressWarnings("deprecation") // older clients read only this
  public static QuotaStatus of(Cluster cluster) {
    QuotaStatus.Builder status = QuotaStatus.newBuilder();
    for (QuotaConfig config : new TreeMap<>(cluster.quotas()).values()) {
      QuotaInfo.Builder info = QuotaInfo.newBuilder().setRole(config.getRole());
      new TreeMap<>(config.getGuaranteesMap())
          .forEach((name, amount) -> info.addGuarantee(resource(name, amount)));
      status.addInfos(info).addConfigs(config);
    }
    return status
        .addInfos(QuotaInfo.newBuilder().setRole(Roles.DEFAULT))
        .addConfigs(QuotaConfig.newBuilder().setRole(Roles.DEFAULT))
        .build();
  }

  private static Resource resource(String name, Value.Scalar amount) {
    return Resource.newBuilder().setName(name).setType(Value.Type.SCALAR).setScalar(amount).build();
  }

  /**
   * What the older form asks for: its guarantees are limits, too, as they once were.
   *
   * @throws Refusal 400 if it asks for something else than plain amounts; the message names it
   */
  public static QuotaConfig of(QuotaRequest request) {
    QuotaConfig.Builder config = QuotaConfig.newBuilder().setRole(request.getRole());
    for (Resource resource : request.getGuaranteeList()) {
      String name = resource.getName();
      if (resource.getType() != Value.Type.SCALAR || !resource.hasScalar()) {
        throw Refusal.badRequest("The guarantee of '" + name + "' is no amount");
      }
      if (!plain(resource).equals(resource)) {
        throw Refusal.badRequest(
            "The guarantee of '" + name + "' says more than a name and an amount");
      }
      if (config.containsGuarantees(name)) {
        throw Refusal.badRequest("There are two guarantees of '" + name + "'");
      }
      config.putGuarantees(name, resource.getScalar()).putLimits(name, resource.getScalar());
    }
    if (config.getGuaranteesCount() == 0) {
      throw Refusal.badRequest("Nothing is to be guaranteed");
    }
    return config.build();
  }

  @SuppressWarnings("deprecation") // older clients name the default role
  private static Resource plain(Resource resource) {
    Resource.Builder plain = resource(resource.getName(), resource.getScalar()).toBuilder();
    if (resource.hasRole() && resource.getRole().equals(Roles.DEFAULT)) {
      plain.setRole(Roles.DEFAULT);
    }
    return plain.build();
  }
}
