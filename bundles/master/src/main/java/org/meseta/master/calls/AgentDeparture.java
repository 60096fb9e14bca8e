package org.meseta.master.calls;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meseta.master.api.AgentLink;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Framework;
import org.meseta.master.state.TaskStates;
import org.meseta.master.tasks.MasterStatus;
import org.meseta.master.tasks.Reconciliation;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes agents out of the cluster, once that is written down, and tells frameworks of it. */
final class AgentDeparture {
  private static final Logger LOG = LoggerFactory.getLogger(AgentDeparture.class);
  private static final TaskStatus.Reason REMOVED = TaskStatus.Reason.REASON_AGENT_REMOVED;
  private static final TaskStatus.Reason GONE = TaskStatus.Reason.REASON_AGENT_REMOVED_BY_OPERATOR;

  /** Why an agent is removed for good; the texts are Mesos's. */
  enum Removal {
    REGISTERED("a new agent registered at the same address"),
    UNREGISTERED("the agent unregistered");

    private final String text;

    Removal(String text) {
      this.text = text;
    }
  }

  private final Desk desk;
  private final OfferDesk offers;
  private final TaskDesk tasks;
  private final AgentTransitions transitions;
  private final Set<AgentID> removing = new HashSet<>();

  AgentDeparture(Desk desk, OfferDesk offers, TaskDesk tasks, AgentTransitions transitions) {
    this.desk = desk;
    this.offers = offers;
    this.tasks = tasks;
    this.transitions = transitions;
  }

  /**
   * The agent, which is registered, not connected and settled, cannot be reached; it may come back.
   *
   * @param why told to the frameworks
   */
  void unreachable(AgentID id, String why) {
    Instant since = desk.now();
    transitions.begin(id);
    desk.after(
        desk.registry().markUnreachable(id, since),
        () -> {
          unreachable(id, since, why);
          transitions.end(id);
        });
  }

  /** The agent, which a predecessor had admitted and which is settled, has not come back. */
  void recoveredUnreachable(AgentID id) {
    Instant since = desk.now();
    transitions.begin(id);
    desk.after(
        desk.registry().markUnreachable(id, since),
        () -> {
          LOG.warn("Agent {} is unreachable: it did not return to this master", id.getValue());
          desk.ledger().markUnreachable(id, since);
          desk.peers().toAllFrameworks(Events.agentLost(id));
          desk.counters().count("recovery_slave_removals");
          desk.counters().count("slave_removals");
          desk.counters().count("slave_removals/reason_unhealthy");
          transitions.end(id);
        });
  }

  private void unreachable(AgentID id, Instant since, String why) {
    LOG.warn("Agent {} is unreachable: {}", id.getValue(), why);
    for (Task task : desk.ledger().tasks(id)) {
      unreachable(task, since, why);
    }
    OperationDesk.lost(desk, id, OperationState.OPERATION_UNREACHABLE, why);
    boolean deactivated = desk.ledger().isDeactivated(id);
    clear(id);
    desk.ledger().markUnreachable(id, since);
    desk.ledger().setDeactivated(id, deactivated);
    desk.counters().count("slave_removals");
    desk.counters().count("slave_removals/reason_unhealthy");
  }

  private void unreachable(Task task, Instant since, String why) {
    if (isOver(task)) {
      tasks.complete(task);
      return;
    }
    TaskState state = lost(task, TaskState.TASK_UNREACHABLE);
    TaskStatus status =
        MasterStatus.of(task, state, REMOVED, why, desk.now())
            .setUnreachableTime(Reconciliation.time(since))
            .build();
    tasks.completeUnreachable(tasks.update(task, status, state));
    tasks.tell(task.getFrameworkId(), status);
  }

  /** Whether the task has ended and its framework was told so. */
  private static boolean isOver(Task task) {
    return TaskStates.isTerminal(task.getState())
        && TaskStates.isTerminal(task.getStatusUpdateState());
  }

  private TaskState lost(Task task, TaskState partitionAware) {
    Framework framework = desk.ledger().framework(task.getFrameworkId());
    return framework == null ? TaskState.TASK_LOST : TaskDesk.lost(framework, partitionAware);
  }

  /** The agent leaves for good. */
  void remove(AgentID id, Removal removal) {
    if (desk.ledger().agent(id) != null && removing.add(id)) {
      transitions.whenSettled(id, () -> beginRemoval(id, removal));
    }
  }

  private void beginRemoval(AgentID id, Removal removal) {
    Agent agent = desk.ledger().agent(id);
    if (agent == null) {
      removing.remove(id);
      return;
    }
    transitions.begin(id);
    desk.after(
        desk.registry().remove(id),
        () -> {
          remove(agent, removal);
          removing.remove(id);
          transitions.end(id);
        });
  }

  private void remove(Agent agent, Removal removal) {
    AgentID id = agent.id();
    LOG.info("Removing agent {}: {}", id.getValue(), removal.text);
    String why = "Agent " + agent.info().getHostname() + " removed: " + removal.text;
    desk.ledger().tasks(id).forEach(task -> lose(task, TaskState.TASK_LOST, REMOVED, why));
    // It never comes back, no more than one that an operator says is gone.
    OperationDesk.lost(desk, id, OperationState.OPERATION_GONE_BY_OPERATOR, why);
    clear(id);
    desk.counters().count("slave_removals");
    desk.counters()
        .count(
            "slave_removals/reason_"
                + (removal == Removal.REGISTERED ? "registered" : "unregistered"));
  }

  /** The agent, which is settled and known, is gone for good. */
  void gone(AgentID id, Instant since) {
    LOG.warn("Agent {} is gone, as an operator says", id.getValue());
    Agent agent = desk.ledger().agent(id);
    if (agent == null) {
      desk.ledger().frameworks().values().forEach(framework -> loseUnreachable(framework, id));
    } else {
      String why = "Agent " + agent.info().getHostname() + " has been marked gone";
      for (Task task : desk.ledger().tasks(id)) {
        lose(task, lost(task, TaskState.TASK_GONE_BY_OPERATOR), GONE, why);
      }
      OperationDesk.lost(desk, id, OperationState.OPERATION_GONE_BY_OPERATOR, why);
      dismiss(id);
      clear(id);
      desk.counters().count("slave_removals");
    }
    desk.ledger().markGone(id, since);
  }

  private void dismiss(AgentID id) {
    AgentLink link = desk.peers().linkOf(id);
    if (link != null) {
      desk.peers().shutDown(link, MarkGone.REASON);
    }
  }

  /** Tasks that may have come back do so no more. Who was told that they are lost knows it. */
  private void loseUnreachable(Framework framework, AgentID id) {
    for (Task task : List.copyOf(framework.unreachableTasks().values())) {
      if (task.getAgentId().equals(id)) {
        String why = "Unreachable agent has been marked gone";
        TaskStatus status =
            MasterStatus.of(task, TaskState.TASK_GONE_BY_OPERATOR, GONE, why, desk.now()).build();
        boolean open = !TaskStates.isTerminal(task.getState());
        tasks.completeUnreachable(task, open ? Optional.of(status) : Optional.empty());
      }
    }
  }

  /** A task is over because its agent is, and its framework is told. */
  void lose(Task task, TaskState state, TaskStatus.Reason reason, String why) {
    Task last = task;
    if (!isOver(task)) {
      TaskStatus status = MasterStatus.of(task, state, reason, why, desk.now()).build();
      last = tasks.update(task, status, state);
      tasks.tell(task.getFrameworkId(), status);
    }
    tasks.complete(last);
  }

  /** Removes the agent, of which no task is left. */
  private void clear(AgentID id) {
    desk.ledger().offers(id).forEach(offers::rescind);
    desk.ledger().frameworks().values().forEach(framework -> removeExecutors(framework, id));
    desk.allocator().removeAgent(id);
    desk.peers().forget(id);
    desk.ledger().remove(id);
    desk.peers().toAllFrameworks(Events.agentLost(id));
  }

  /** Removes the framework's executors on that agent. */
  void removeExecutors(Framework framework, AgentID id) {
    List<ExecutorInfo> there =
        List.copyOf(framework.executors().getOrDefault(id, Map.of()).values());
    there.forEach(executor -> tasks.removeExecutor(framework.id(), id, executor));
  }
}
