package org.meseta.agent.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.api.MasterLink;
import org.meseta.agent.delivery.Outbox;
import org.meseta.agent.operations.Operations;
import org.meseta.agent.runs.Tools;
import org.meseta.agent.state.Capabilities;
import org.meseta.agent.tasks.Names;
import org.meseta.plugin.Timers.Timer;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.AgentRegistered;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.RegisterAgent;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.runtime.Runtime;
import org.meseta.runtime.Versions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the agent registered with the master on the other side of the link, and keeps it so. Belongs
 * to the agent's loop.
 *
 * <p>An id is written down before it is used: what the master sends meanwhile has to wait.
 */
final class Registration {
  private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final Tools tools;
  private final Operations operations;
  private final Outbox outbox;
  private final RandomGenerator random;
  private final Duration backoff;
  private final String registrationId;
  private final Queue<MasterMessage> held = new ArrayDeque<>();
  private @Nullable MasterInfo master;
  private @Nullable Timer retry;
  private Duration wait;
  private boolean writing;

  Registration(
      Tools tools, Operations operations, Outbox outbox, Runtime runtime, Duration backoff) {
    this.tools = tools;
    this.operations = operations;
    this.outbox = outbox;
    this.random = runtime.random();
    this.backoff = backoff;
    this.wait = backoff;
    this.registrationId = runtime.newUuid().toString();
  }

  /** There is a master to register with. */
  void connected(MasterLink link, MasterInfo info) {
    LOG.info("Registering with master {} over {}", info.getId(), link.description());
    outbox.open(link);
    master = info;
    wait = backoff;
    announce();
  }

  /** There is no master any more. */
  void disconnected() {
    outbox.close();
    cancelRetry();
    master = null;
    held.clear();
    pause();
    tools.ledger().registeredWith(Optional.empty());
  }

  private void pause() {
    tools.delivery().pause();
    operations.pause();
  }

  /** The master has said whether it holds the agent as registered. */
  void heartbeat(boolean registered) {
    if (!registered && isRegistered()) {
      LOG.info("The master does not know this agent any more; registering again");
      pause();
      tools.ledger().registeredWith(Optional.empty());
      wait = backoff;
      announce();
    }
  }

  /** Whether messages must wait; a message that must is kept. */
  boolean hold(MasterMessage message) {
    if (writing) {
      held.add(message);
    }
    return writing;
  }

  /** The master has given the agent an id. */
  void registered(AgentRegistered answer, Consumer<MasterMessage> next) {
    AgentID id = answer.getAgentId();
    AgentInfo info = tools.ledger().host().info();
    if (info.hasId() && !info.getId().equals(id)) {
      LOG.error("The master calls this agent {}, but it is {}", text(id), text(info.getId()));
      outbox.link().ifPresent(link -> link.close("the agent has another id"));
      return;
    }
    if (!Names.fitForAgent(text(id))) {
      LOG.error("The master calls this agent '{}', which cannot be the name of a folder", text(id));
      outbox.link().ifPresent(link -> link.close("no folder can have that id"));
      return;
    }
    write(info.toBuilder().setId(id).build(), next);
  }

  /**
   * The master knows the agent again.
   *
   * @return false if it means another one
   */
  boolean reregistered(AgentID id, Consumer<MasterMessage> next) {
    AgentInfo info = tools.ledger().host().info();
    if (!info.hasId() || !id.equals(info.getId())) {
      LOG.error("The master calls this agent {}, but it is {}", text(id), text(info.getId()));
      outbox.link().ifPresent(link -> link.close("the agent has another id"));
      return false;
    }
    write(info, next);
    return true;
  }

  private void write(AgentInfo info, Consumer<MasterMessage> next) {
    cancelRetry();
    writing = true;
    // Of a former life, if it has had this id before.
    tools.rubbish().keep(tools.layout().agent(text(info.getId())));
    tools.rubbish().keep(tools.layout().metaAgent(text(info.getId())));
    Optional<MasterLink> link = outbox.link();
    tools
        .checkpoints()
        .agent(info)
        .whenComplete((done, failure) -> written(info, link, next, failure));
  }

  private void written(
      AgentInfo info,
      Optional<MasterLink> link,
      Consumer<MasterMessage> next,
      @Nullable Throwable failure) {
    writing = false;
    if (failure != null) {
      LOG.error("Cannot write down the agent's id {}", text(info.getId()), failure);
    } else {
      tools.ledger().identity(info);
    }
    if (!link.equals(outbox.link())) {
      // Meanwhile the link went, and perhaps another one came.
      if (master != null) {
        announce();
      }
      return;
    }
    if (failure != null) {
      held.clear();
      link.ifPresent(l -> l.close("the agent cannot write"));
      return;
    }
    LOG.info("Registered as {}", text(info.getId()));
    tools.ledger().registeredWith(Optional.ofNullable(master));
    tools.delivery().resume();
    operations.resume();
    while (!writing && !held.isEmpty()) {
      next.accept(held.remove());
    }
  }

  /** Whether the master on the other side of the link holds the agent as registered. */
  boolean isRegistered() {
    return tools.ledger().host().master().isPresent();
  }

  /** Asks, and asks again later if there is no answer. */
  private void announce() {
    cancelRetry();
    if (writing) {
      return;
    }
    AgentInfo info = tools.ledger().host().info();
    outbox.send(
        info.hasId()
            ? Reregistration.of(tools.ledger().host(), operations.written())
            : registration(info));
    Duration later = random(wait);
    Duration twice = wait.multipliedBy(2);
    wait = twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
    retry = tools.timers().schedule(later, this::announce);
  }

  private AgentMessage registration(AgentInfo info) {
    RegisterAgent.Builder register =
        RegisterAgent.newBuilder()
            .setAgent(info)
            .setVersion(Versions.MESOS)
            .addAllCapabilities(Capabilities.ALL)
            .addAllTotal(operations.written().total().toList())
            .setRegistrationId(registrationId);
    return AgentMessage.newBuilder().setRegister(register).build();
  }

  /** Never at once: the answer may be on its way. */
  private Duration random(Duration most) {
    return Duration.ofNanos((long) (most.toNanos() * (1 + random.nextDouble())));
  }

  private void cancelRetry() {
    if (retry != null) {
      retry.cancel();
      retry = null;
    }
  }

  private static String text(AgentID id) {
    return id.getValue();
  }
}
