package org.meseta.master.calls;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.meseta.master.api.SchedulerStream;
import org.meseta.master.frameworks.FrameworkCheck;
import org.meseta.master.frameworks.Renewal;
import org.meseta.master.roles.RoleRules;
import org.meseta.master.state.Framework;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.UpdateFramework;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.scheduler.Call;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A scheduler opens its event stream: as a new framework, or as one that is known. */
public final class Subscribe {
  private static final Logger LOG = LoggerFactory.getLogger(Subscribe.class);

  private final Desk desk;
  private final FrameworkDesk frameworks;
  private final RoleRules roles;

  public Subscribe(Desk desk, FrameworkDesk frameworks) {
    this.desk = desk;
    this.frameworks = frameworks;
    this.roles = new RoleRules(desk.flags().roles());
  }

  public void handle(Principal principal, Call.Subscribe call, SchedulerStream stream) {
    FrameworkInfo info = normal(principal, call.getFrameworkInfo());
    desk.counters()
        .count(info.hasId() ? "messages_reregister_framework" : "messages_register_framework");
    Optional<String> reason = refusal(principal, info, call.getSuppressedRolesList());
    if (reason.isPresent()) {
      LOG.warn("Framework '{}' is refused: {}", info.getName(), reason.get());
      desk.peers().toStream(stream, Events.error(reason.get()));
      desk.peers().close(stream);
      return;
    }
    Set<String> suppressed = Set.copyOf(call.getSuppressedRolesList());
    Framework known = info.hasId() ? desk.ledger().framework(info.getId()) : null;
    if (known == null) {
      add(info, suppressed, stream);
    } else {
      renew(known, info, suppressed, stream);
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
      Principal principal, FrameworkInfo info, List<String> suppressed) {
    List<String> names = FrameworkCheck.roleList(info);
    return Stream.<Supplier<Optional<String>>>of(
            () -> FrameworkCheck.invalid(info),
            () -> roles.invalid(names),
            () -> root(info),
            () -> completed(info),
            () -> wrongPrincipal(principal, info),
            () -> FrameworkCheck.invalidSuppressed(info, suppressed),
            () -> unauthorized(principal, info, names))
        .map(Supplier::get)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> root(FrameworkInfo info) {
    return info.getUser().equals("root") && !desk.flags().rootSubmissions()
        ? Optional.of("User 'root' is not allowed to run frameworks: --root_submissions is off")
        : Optional.empty();
  }

  private Optional<String> completed(FrameworkInfo info) {
    return info.hasId() && desk.ledger().isCompleted(info.getId())
        ? Optional.of("Framework has been removed")
        : Optional.empty();
  }

  private Optional<String> wrongPrincipal(Principal principal, FrameworkInfo info) {
    boolean other =
        principal.value().isPresent() && !principal.value().get().equals(info.getPrincipal());
    if (other) {
      return Optional.of(
          "Framework principal '"
              + info.getPrincipal()
              + "' does not match authenticated principal '"
              + principal.value().get()
              + "'");
    }
    Framework known = info.hasId() ? desk.ledger().framework(info.getId()) : null;
    return known == null ? Optional.empty() : Renewal.invalid(known.info(), info);
  }

  private Optional<String> unauthorized(
      Principal principal, FrameworkInfo info, List<String> names) {
    boolean allowed =
        names.stream()
            .allMatch(role -> desk.authority().allows(principal, Action.REGISTER_FRAMEWORK, role));
    return allowed
        ? Optional.empty()
        : Optional.of(
            "Not authorized to register framework "
                + info.getId().getValue()
                + " with roles { "
                + String.join(", ", names)
                + " }");
  }

  private void add(FrameworkInfo info, Set<String> suppressed, SchedulerStream stream) {
    FrameworkID id =
        info.hasId()
            ? info.getId()
            : desk.ids()
                .framework(
                    taken ->
                        desk.ledger().framework(taken) != null || desk.ledger().isCompleted(taken));
    FrameworkInfo complete = info.toBuilder().setId(id).build();
    LOG.info("Framework {} ('{}') subscribed", id.getValue(), info.getName());
    Framework fresh = frameworks.fresh(complete, false);
    desk.ledger().put(fresh.with(f -> f.suppressedRoles = suppressed));
    desk.allocator().addFramework(id, complete, true, suppressed);
    frameworks.connect(id, stream);
  }

  private void renew(
      Framework known, FrameworkInfo info, Set<String> suppressed, SchedulerStream stream) {
    FrameworkID id = known.id();
    LOG.info("Framework {} ('{}') subscribed again", id.getValue(), info.getName());
    failOver(id);
    FrameworkInfo merged = Renewal.merge(known.info(), info);
    desk.ledger()
        .framework(
            id,
            f -> {
              f.info = merged;
              f.connected = true;
              f.active = true;
              f.registeredTime = f.recovered ? desk.now() : f.registeredTime;
              f.recovered = false;
              f.reregisteredTime = Optional.of(desk.now());
              f.unregisteredTime = Optional.empty();
              f.suppressedRoles = suppressed;
            });
    desk.allocator().updateFramework(id, merged, suppressed);
    desk.allocator().activateFramework(id);
    frameworks.connect(id, stream);
    tellAgents(known, merged);
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

  private void tellAgents(Framework framework, FrameworkInfo info) {
    Set<AgentID> agents = new HashSet<>(framework.executors().keySet());
    framework.tasks().values().stream().map(Task::getAgentId).forEach(agents::add);
    for (AgentID agent : agents) {
      desk.peers()
          .toAgent(
              agent,
              MasterMessage.newBuilder()
                  .setUpdateFramework(UpdateFramework.newBuilder().setFramework(info)));
    }
  }
}
