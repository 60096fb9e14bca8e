package org.meseta.master.http.operator;

import java.util.concurrent.CompletionStage;
import org.meseta.master.api.Master;
import org.meseta.master.api.Outcome;
import org.meseta.master.http.answers.QuotaMessages;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.master.Call;
import org.meseta.protocol.v1.quota.QuotaRequest;

/** The calls that change weights and quotas, the older ones too. */
final class RoleSettingCalls {
  private final Master master;

  RoleSettingCalls(Master master) {
    this.master = master;
  }

  @SuppressWarnings("deprecation") // older clients make these calls
  CompletionStage<Outcome> change(Principal caller, Call call) {
    return switch (call.getType()) {
      case UPDATE_WEIGHTS ->
          master.updateWeights(caller, call.getUpdateWeights().getWeightInfosList());
      case UPDATE_QUOTA ->
          master.updateQuotas(
              caller,
              call.getUpdateQuota().getForce(),
              call.getUpdateQuota().getQuotaConfigsList());
      case SET_QUOTA -> add(caller, call.getSetQuota().getQuotaRequest());
      default -> master.removeQuota(caller, call.getRemoveQuota().getRole());
    };
  }

  private CompletionStage<Outcome> add(Principal caller, QuotaRequest request) {
    return master.addQuota(caller, request.getForce(), QuotaMessages.of(request));
  }
}
