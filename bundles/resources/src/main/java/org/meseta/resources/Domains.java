package org.meseta.resources;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.meseta.protocol.json.JsonException;
import org.meseta.protocol.json.ProtoJson;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.DomainInfo;

/** Where a master or an agent is: a region, and a zone in it. */
public final class Domains {

  private Domains() {}

  /**
   * Reads the JSON form: {@code {"fault_domain": {"region": {"name": "x"}, "zone": {"name":
   * "y"}}}}.
   *
   * @throws ResourceException if it is not valid; the message says what is wrong
   */
  public static DomainInfo parse(String json) {
    DomainInfo domain = read(json);
    if (!domain.hasFaultDomain()) {
      throw new ResourceException("A domain must have a fault_domain");
    }
    named("region", domain.getFaultDomain().getRegion().getName());
    named("zone", domain.getFaultDomain().getZone().getName());
    return domain;
  }

  private static DomainInfo read(String json) {
    try {
      return ProtoJson.read(json.getBytes(StandardCharsets.UTF_8), DomainInfo.getDefaultInstance());
    } catch (JsonException e) {
      throw new ResourceException("It is no domain: " + e.getMessage(), e);
    }
  }

  private static void named(String what, String name) {
    if (name.isBlank()) {
      throw new ResourceException("The name of the " + what + " must not be empty");
    }
  }

  /** The region that a domain is in; empty if it says nothing of faults. */
  public static Optional<String> region(DomainInfo domain) {
    return domain.hasFaultDomain()
        ? Optional.of(domain.getFaultDomain().getRegion().getName())
        : Optional.empty();
  }

  /** The region that an agent is in; empty if it does not say. */
  public static Optional<String> region(AgentInfo agent) {
    return region(agent.getDomain());
  }
}
