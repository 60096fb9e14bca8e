package org.meseta.master.calls;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meseta.master.ledger.TaskRef;
import org.meseta.master.state.Framework;
import org.meseta.master.state.TaskStates;
import org.meseta.master.tasks.Reconciliation;
import org.meseta.protocol.link.KillTask;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.StatusUpdateAcknowledgement;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.KillPolicy;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.scheduler.Call;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a framework wants with tasks that it has: kill, acknowledge, reconcile. */
public final class TaskCalls {
  private static final Logger LOG = LoggerFactory.getLogger(TaskCalls.class);

  private final Desk desk;
  private final TaskDesk tasks;
  private final AgentDesk agents;

  public TaskCalls(Desk desk, TaskDesk tasks, AgentDesk agents) {
    this.desk = desk;
    this.tasks = tasks;
    this.agents = agents;
  }

  /** Kills a task. If it is not known, the framework is told what has become of it. */
  public void kill(FrameworkID framework, Call.Kill call) {
    desk.counters().count("messages_kill_task");
    Task task = desk.ledger().task(new TaskRef(framework, call.getTaskId()));
    AgentID agent = call.hasAgentId() ? call.getAgentId() : null;
    if (task == null) {
      reconcile(framework, call.getTaskId(), agent);
    } else if (agent != null && !agent.equals(task.getAgentId())) {
      LOG.warn(
          "Task {} is not on agent {}: not killed", task.getTaskId().getValue(), agent.getValue());
    } else {
      kill(task, call.hasKillPolicy() ? call.getKillPolicy() : null);
    }
  }

  /** Tells the agent, now or when it returns. */
  private void kill(Task task, @Nullable KillPolicy policy) {
    LOG.info(
        "Killing task {} of framework {}",
        task.getTaskId().getValue(),
        task.getFrameworkId().getValue());
    desk.ledger().rememberKill(task);
    KillTask.Builder kill =
        KillTask.newBuilder().setFrameworkId(task.getFrameworkId()).setTaskId(task.getTaskId());
    if (policy != null) {
      kill.setKillPolicy(policy);
    }
    desk.peers().toAgent(task.getAgentId(), MasterMessage.newBuilder().setKillTask(kill));
  }

  /**
   * The framework has taken note of a status; the agent may send the next one. A task whose end is
   * acknowledged is history.
   */
  public void acknowledge(FrameworkID framework, Call.Acknowledge call) {
    desk.counters().count("messages_status_update_acknowledgement");
    Task task = desk.ledger().task(new TaskRef(framework, call.getTaskId()));
    boolean tooEarly = task != null && !task.hasStatusUpdateState();
    if (agents.connected(call.getAgentId()) == null || tooEarly) {
      desk.counters().count("invalid_status_update_acknowledgements");
      return;
    }
    if (task != null && endsWith(task, call)) {
      tasks.complete(task);
    }
    desk.peers().toAgent(call.getAgentId(), acknowledgement(framework, call));
    desk.counters().count("valid_status_update_acknowledgements");
  }

  private static boolean endsWith(Task task, Call.Acknowledge call) {
    return task.getAgentId().equals(call.getAgentId())
        && task.getStatusUpdateUuid().equals(call.getUuid())
        && TaskStates.isTerminal(task.getStatusUpdateState());
  }

  private static MasterMessage.Builder acknowledgement(
      FrameworkID framework, Call.Acknowledge call) {
    return MasterMessage.newBuilder()
        .setAcknowledgement(
            StatusUpdateAcknowledgement.newBuilder()
                .setFrameworkId(framework)
                .setTaskId(call.getTaskId())
                .setUuid(call.getUuid()));
  }

  /** Tells the framework what has become of these tasks; of all its tasks if it names none. */
  public void reconcile(FrameworkID id, List<Call.Reconcile.Task> named) {
    desk.counters().count("messages_reconcile_tasks");
    if (named.isEmpty()) {
      Framework framework = desk.ledger().framework(id);
      if (framework != null) {
        framework.tasks().values().forEach(this::tellLatest);
      }
    } else {
      named.forEach(
          task -> reconcile(id, task.getTaskId(), task.hasAgentId() ? task.getAgentId() : null));
    }
  }

  private void reconcile(FrameworkID id, TaskID taskId, @Nullable AgentID agent) {
    Framework framework = desk.ledger().framework(id);
    if (framework == null) {
      return;
    }
    Task task = framework.tasks().get(taskId);
    if (task != null) {
      tellLatest(task);
      return;
    }
    AgentID place = place(framework, taskId, agent);
    boolean registered = place != null && desk.ledger().agent(place) != null;
    Instant since = place == null ? null : desk.ledger().unreachableSince(place);
    boolean aware = framework.can(Capability.Type.PARTITION_AWARE);
    tasks.tell(id, Reconciliation.unknown(taskId, place, registered, since, aware, desk.now()));
  }

  /** Where a task was last, as the framework says or, if it does not, as it is remembered. */
  private static @Nullable AgentID place(
      Framework framework, TaskID task, @Nullable AgentID named) {
    Task unreachable = framework.unreachableTasks().get(task);
    return named == null && unreachable != null ? unreachable.getAgentId() : named;
  }

  private void tellLatest(Task task) {
    tasks.tell(task.getFrameworkId(), Reconciliation.known(task, desk.now()));
  }
}
