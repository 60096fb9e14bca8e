package org.meseta.master.calls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.AgentLink;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Framework;
import org.meseta.master.state.TaskStates;
import org.meseta.master.tasks.MasterStatus;
import org.meseta.master.tasks.Reconciliation;
import org.meseta.plugin.Timers.Timer;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.TimeInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Disconnects agents, gives them up and removes them. */
public final class AgentDesk {
  private static final Logger LOG = LoggerFactory.getLogger(AgentDesk.class);

  private final Desk desk;
  private final OfferDesk offers;
  private final TaskDesk tasks;
  private final Map<AgentID, Timer> absences = new HashMap<>();
  private final Map<AgentID, List<Runnable>> departing = new HashMap<>();

  public AgentDesk(Desk desk, OfferDesk offers, TaskDesk tasks) {
    this.desk = desk;
    this.offers = offers;
    this.tasks = tasks;
  }

  /** The agent, which is registered, is at this link from now on, and only there. */
  void connect(AgentID id, AgentLink link) {
    stopWaiting(id);
    AgentLink old = desk.peers().connect(id, link);
    if (old != null) {
      desk.peers().close(old, "Agent " + id.getValue() + " has come by another link");
    }
    if (connected(id) == null) {
      desk.ledger().agent(id, agent -> agent.connected = true);
      desk.allocator().activateAgent(id);
    }
  }

  private void stopWaiting(AgentID id) {
    Timer absence = absences.remove(id);
    if (absence != null) {
      absence.cancel();
    }
  }

  /** The agent's link is gone; it may come back in time. */
  void disconnect(AgentID id) {
    LOG.info("Agent {} disconnected", id.getValue());
    desk.peers().disconnect(id);
    desk.ledger().agent(id, agent -> agent.connected = false);
    desk.allocator().deactivateAgent(id);
    desk.ledger().offers(id).forEach(offers::rescind);
    loseWithoutCheckpoint(id);
    Timer absence =
        desk.timers().schedule(desk.flags().agentReregisterTimeout(), () -> absentTooLong(id));
    absences.put(id, absence);
  }

  /** Frameworks that do not checkpoint lose what they have on an agent that disconnects. */
  private void loseWithoutCheckpoint(AgentID id) {
    for (Task task : desk.ledger().tasks(id)) {
      Framework framework = desk.ledger().framework(task.getFrameworkId());
      if (framework != null && !framework.info().getCheckpoint()) {
        lose(
            task, TaskState.TASK_LOST, TaskStatus.Reason.REASON_AGENT_DISCONNECTED, "disconnected");
      }
    }
    for (Framework framework : desk.ledger().frameworks().values()) {
      if (!framework.info().getCheckpoint()) {
        removeExecutors(framework, id);
      }
    }
  }

  private void removeExecutors(Framework framework, AgentID id) {
    List<ExecutorInfo> there =
        List.copyOf(framework.executors().getOrDefault(id, Map.of()).values());
    there.forEach(executor -> tasks.removeExecutor(framework.id(), id, executor));
  }

  private void absentTooLong(AgentID id) {
    Agent agent = desk.ledger().agent(id);
    if (agent != null && !agent.connected()) {
      LOG.warn("Agent {} did not return in time", id.getValue());
      desk.counters().count("slave_unreachable_scheduled");
      departing.put(id, new ArrayList<>());
      desk.after(desk.registry().markUnreachable(id, desk.now()), () -> unreachable(agent));
    }
  }

  /**
   * Does something with an agent that comes: at once, or when it has been given up if that is just
   * being written down.
   */
  void whenSettled(AgentID id, Runnable task) {
    List<Runnable> waiting = departing.get(id);
    if (waiting == null) {
      task.run();
    } else {
      waiting.add(task);
    }
  }

  private void unreachable(Agent agent) {
    TimeInfo since = Reconciliation.time(desk.now());
    for (Task task : desk.ledger().tasks(agent.id())) {
      unreachable(task, since);
    }
    clear(agent);
    desk.ledger().markUnreachable(agent.id(), desk.now());
    countUnreachable();
    List<Runnable> waiting = departing.remove(agent.id());
    if (waiting != null) {
      waiting.forEach(Runnable::run);
    }
  }

  private void countUnreachable() {
    desk.counters().count("slave_unreachable_completed");
    desk.counters().count("slave_removals");
    desk.counters().count("slave_removals/reason_unhealthy");
  }

  private void unreachable(Task task, TimeInfo since) {
    Framework framework = desk.ledger().framework(task.getFrameworkId());
    if (framework == null || TaskStates.isTerminal(task.getState())) {
      tasks.complete(task);
      return;
    }
    TaskState state = TaskDesk.lost(framework, TaskState.TASK_UNREACHABLE);
    TaskStatus status =
        removed(task, state, "unreachable").toBuilder().setUnreachableTime(since).build();
    tasks.completeUnreachable(tasks.update(task, status, state));
    tasks.tell(framework.id(), status);
  }

  private TaskStatus removed(Task task, TaskState state, String what) {
    return status(task, state, TaskStatus.Reason.REASON_AGENT_REMOVED, what);
  }

  private TaskStatus status(Task task, TaskState state, TaskStatus.Reason reason, String what) {
    Agent agent = desk.ledger().agent(task.getAgentId());
    String host = agent == null ? task.getAgentId().getValue() : agent.info().getHostname();
    return MasterStatus.of(task, state, reason, "Agent " + host + " " + what, desk.now()).build();
  }

  /**
   * The agent leaves for good, once that is written down.
   *
   * @param reason for the figures, for example {@code unregistered}
   */
  void remove(AgentID id, String reason) {
    desk.after(desk.registry().remove(id), () -> removeNow(id, reason));
  }

  private void removeNow(AgentID id, String reason) {
    Agent agent = desk.ledger().agent(id);
    if (agent != null) {
      removeNow(agent, reason);
    }
  }

  private void removeNow(Agent agent, String reason) {
    LOG.info("Removing agent {}: {}", agent.id().getValue(), reason);
    for (Task task : desk.ledger().tasks(agent.id())) {
      Framework framework = desk.ledger().framework(task.getFrameworkId());
      TaskState state =
          framework == null ? TaskState.TASK_LOST : TaskDesk.lost(framework, TaskState.TASK_GONE);
      lose(task, state, TaskStatus.Reason.REASON_AGENT_REMOVED, "removed");
    }
    clear(agent);
    desk.counters().count("slave_removals");
    desk.counters().count("slave_removals/reason_" + reason);
  }

  /** A task is over because its agent is, and its framework is told. */
  private void lose(Task task, TaskState state, TaskStatus.Reason reason, String what) {
    Task last = task;
    if (!TaskStates.isTerminal(task.getState())) {
      TaskStatus status = status(task, state, reason, what);
      last = tasks.update(task, status, state);
      tasks.tell(task.getFrameworkId(), status);
    }
    tasks.complete(last);
  }

  /** Removes the agent, of which no task is left. */
  private void clear(Agent agent) {
    AgentID id = agent.id();
    stopWaiting(id);
    desk.ledger().offers(id).forEach(offers::rescind);
    desk.ledger().frameworks().values().forEach(framework -> removeExecutors(framework, id));
    desk.allocator().removeAgent(id);
    desk.peers().disconnect(id);
    desk.ledger().remove(id);
    desk.peers().toAllFrameworks(Events.agentLost(id));
  }

  /** The agent that is registered at this id and connected by its current link. */
  @Nullable Agent connected(AgentID id) {
    Agent agent = desk.ledger().agent(id);
    return agent != null && agent.connected() ? agent : null;
  }
}
