package org.meseta.master.calls;

import java.util.Optional;
import java.util.Set;
import org.meseta.master.api.Outcome;
import org.meseta.master.frameworks.Renewal;
import org.meseta.master.state.Framework;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.scheduler.Call;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connected framework changes what it has said of itself. */
final class UpdateFrameworkCall {
  private static final Logger LOG = LoggerFactory.getLogger(UpdateFrameworkCall.class);

  private final Desk desk;
  private final FrameworkScreening screening;
  private final FrameworkChange change;

  UpdateFrameworkCall(Desk desk, OfferDesk offers) {
    this.desk = desk;
    this.screening = new FrameworkScreening(desk);
    this.change = new FrameworkChange(desk, offers);
  }

  Outcome handle(Principal caller, FrameworkID id, Call.UpdateFramework call) {
    Framework before = desk.ledger().framework(id);
    if (before == null) {
      return Outcome.invalid("Framework cannot be found");
    }
    FrameworkInfo info = call.getFrameworkInfo();
    Optional<String> invalid =
        screening
            .invalid(info)
            .map(reason -> "Supplied FrameworkInfo is not valid: " + reason)
            .or(
                () ->
                    Renewal.invalid(before.info(), info)
                        .map(reason -> "FrameworkInfo update is not valid: " + reason))
            .or(() -> invalidWishes(call));
    if (invalid.isPresent()) {
      return Outcome.invalid(invalid.get());
    }
    Optional<String> unauthorized = screening.unauthorized(caller, info);
    if (unauthorized.isPresent()) {
      return Outcome.forbidden(unauthorized.get());
    }
    LOG.info("Framework {} ('{}') has changed", id.getValue(), info.getName());
    Set<String> suppressed = Set.copyOf(call.getSuppressedRolesList());
    change.apply(id, info, suppressed, call.getOfferConstraints());
    if (!info.equals(before.info())) {
      change.tellAgents(id);
    }
    return Outcome.ACCEPTED;
  }

  private Optional<String> invalidWishes(Call.UpdateFramework call) {
    return screening
        .invalidWishes(
            call.getFrameworkInfo(), call.getSuppressedRolesList(), call.getOfferConstraints())
        .map(reason -> "'UpdateFramework' call is not valid: " + reason);
  }
}
