package org.meseta.master.calls;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.SchedulerStream;
import org.meseta.master.frameworks.Renewal;
import org.meseta.master.state.Framework;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.plugin.allocator.OfferFilter;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.scheduler.Call;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A scheduler opens its event stream: as a new framework, or as one that is known. */
public final class Subscribe {
  private static final Logger LOG = LoggerFactory.getLogger(Subscribe.class);

  private final Desk desk;
  private final FrameworkDesk frameworks;
  private final FrameworkScreening screening;
  private final FrameworkChange change;

  public Subscribe(Desk desk, OfferDesk offers, FrameworkDesk frameworks) {
    this.desk = desk;
    this.frameworks = frameworks;
    this.screening = new FrameworkScreening(desk);
    this.change = new FrameworkChange(desk, offers);
  }

  public void handle(Principal principal, Call.Subscribe call, SchedulerStream stream) {
    FrameworkInfo info = normal(principal, call.getFrameworkInfo());
    desk.counters()
        .count(info.hasId() ? "messages_reregister_framework" : "messages_register_framework");
    Framework known = info.hasId() ? desk.ledger().framework(info.getId()) : null;
    Optional<String> reason = refusal(principal, call, info, known);
    if (reason.isPresent()) {
      LOG.warn("Framework '{}' is refused: {}", info.getName(), reason.get());
      desk.peers().toStream(stream, Events.error(reason.get()));
      desk.peers().close(stream);
      return;
    }
    if (known == null) {
      add(info, call, stream);
    } else {
      renew(known, Renewal.merge(known.info(), info), call, stream);
    }
  }

  /** A scheduler's stream has ended. */
  public void ended(SchedulerStream stream) {
    FrameworkID id = desk.peers().frameworkOf(stream);
    if (id != null) {
      frameworks.disconnect(id);
    }
  }

  /** An empty id is no id; a framework without a principal has the one it came with. */
  private static FrameworkInfo normal(Principal principal, FrameworkInfo info) {
    FrameworkInfo.Builder normal = info.toBuilder();
    if (info.getId().getValue().isEmpty()) {
      normal.clearId();
    }
    if (!info.hasPrincipal()) {
      principal.value().ifPresent(normal::setPrincipal);
    }
    return normal.build();
  }

  private Optional<String> refusal(
      Principal caller, Call.Subscribe call, FrameworkInfo info, @Nullable Framework known) {
    return screening
        .invalid(info)
        .or(() -> wrongPrincipal(caller, info))
        .or(
            () ->
                screening.invalidWishes(
                    info, call.getSuppressedRolesList(), call.getOfferConstraints()))
        .or(() -> screening.unauthorized(caller, info))
        .or(() -> invalidChange(known, info));
  }

  private static Optional<String> wrongPrincipal(Principal caller, FrameworkInfo info) {
    return caller
        .value()
        .filter(name -> !name.equals(info.getPrincipal()))
        .map(
            name ->
                "Framework principal '%s' does not match authenticated principal '%s'"
                    .formatted(info.getPrincipal(), name));
  }

  private static Optional<String> invalidChange(@Nullable Framework known, FrameworkInfo info) {
    return known == null
        ? Optional.empty()
        : Renewal.invalid(known.info(), Renewal.merge(known.info(), info));
  }

  private void add(FrameworkInfo info, Call.Subscribe call, SchedulerStream stream) {
    Set<String> suppressed = Set.copyOf(call.getSuppressedRolesList());
    FrameworkID id =
        info.hasId()
            ? info.getId()
            : desk.ids()
                .framework(
                    taken ->
                        desk.ledger().framework(taken) != null || desk.ledger().isCompleted(taken));
    FrameworkInfo complete = info.toBuilder().setId(id).build();
    LOG.info("Framework {} ('{}') subscribed", id.getValue(), info.getName());
    OfferFilter offerFilter = OfferFilter.of(call.getOfferConstraints());
    Framework fresh = frameworks.fresh(complete, false);
    desk.ledger()
        .put(
            fresh.with(
                f -> {
                  f.suppressedRoles = suppressed;
                  f.offerFilter = offerFilter;
                }));
    desk.allocator()
        .addFramework(id, complete, true, new FrameworkOptions(suppressed, offerFilter));
    frameworks.connect(id, stream);
  }

  private void renew(
      Framework known, FrameworkInfo info, Call.Subscribe call, SchedulerStream stream) {
    FrameworkID id = known.id();
    LOG.info("Framework {} ('{}') subscribed again", id.getValue(), info.getName());
    failOver(id);
    Set<String> suppressed = Set.copyOf(call.getSuppressedRolesList());
    change.apply(id, info, suppressed, call.getOfferConstraints());
    desk.ledger()
        .framework(
            id,
            f -> {
              f.connected = true;
              f.active = true;
              f.registeredTime = f.recovered ? desk.now() : f.registeredTime;
              f.recovered = false;
              f.reregisteredTime = Optional.of(desk.now());
              f.unregisteredTime = Optional.empty();
            });
    desk.allocator().activateFramework(id);
    frameworks.connect(id, stream);
    change.tellAgents(id);
  }

  /** The scheduler that was connected until now is told so and cut off. */
  private void failOver(FrameworkID id) {
    SchedulerStream old = desk.peers().disconnect(id);
    if (old != null) {
      desk.peers().toStream(old, Events.error("Framework failed over"));
      desk.peers().close(old);
    }
    frameworks.discardOffers(id);
  }
}
