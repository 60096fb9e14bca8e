package org.meseta.master.calls;

import org.jspecify.annotations.Nullable;
import org.meseta.master.ledger.TaskRef;
import org.meseta.master.state.TaskStates;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.StatusUpdateAcknowledgement;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.scheduler.Call;

/**
 * A framework has taken note of a status; the agent may send the next one. A task whose end is
 * acknowledged is history.
 */
final class AcknowledgeCall {
  private final Desk desk;
  private final TaskDesk tasks;
  private final AgentDesk agents;

  AcknowledgeCall(Desk desk, TaskDesk tasks, AgentDesk agents) {
    this.desk = desk;
    this.tasks = tasks;
    this.agents = agents;
  }

  void handle(FrameworkID framework, Call.Acknowledge call) {
    desk.counters().count("messages_status_update_acknowledgement");
    Task task = task(framework, call);
    boolean tooEarly = task != null && !task.hasStatusUpdateUuid();
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

  /** The task of that name on that agent; one on another agent is another task. */
  private @Nullable Task task(FrameworkID framework, Call.Acknowledge call) {
    Task task = desk.ledger().task(new TaskRef(framework, call.getTaskId()));
    return task != null && task.getAgentId().equals(call.getAgentId()) ? task : null;
  }

  private static boolean endsWith(Task task, Call.Acknowledge call) {
    return task.getStatusUpdateUuid().equals(call.getUuid())
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
}
