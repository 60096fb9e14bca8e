package org.meseta.master.calls;

import org.jspecify.annotations.Nullable;
import org.meseta.master.ledger.TaskRef;
import org.meseta.master.state.Framework;
import org.meseta.master.state.TaskStates;
import org.meseta.master.tasks.TaskRecords;
import org.meseta.protocol.link.ExecutorToFramework;
import org.meseta.protocol.link.ExitedExecutor;
import org.meseta.protocol.link.StatusUpdate;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What registered agents tell about their tasks and executors. */
public final class AgentReports {
  private static final Logger LOG = LoggerFactory.getLogger(AgentReports.class);

  private static final int UUID_BYTES = 16;

  private final Desk desk;
  private final TaskDesk tasks;
  private final AgentDesk agents;

  public AgentReports(Desk desk, TaskDesk tasks, AgentDesk agents) {
    this.desk = desk;
    this.tasks = tasks;
    this.agents = agents;
  }

  /** A status that the agent sends until it is acknowledged. */
  public void statusUpdate(AgentID agent, StatusUpdate update) {
    desk.counters().count("messages_status_update");
    TaskStatus status = update.getStatus().toBuilder().setAgentId(agent).build();
    TaskState latest = update.hasLatestState() ? update.getLatestState() : status.getState();
    Framework framework = desk.ledger().framework(update.getFrameworkId());
    if (status.getUuid().size() != UUID_BYTES) {
      LOG.warn("Agent {} sent a status that cannot be acknowledged", agent.getValue());
      desk.counters().count("invalid_status_updates");
    } else if (!TaskStates.isFromAgent(status.getState()) || !TaskStates.isFromAgent(latest)) {
      LOG.warn("Agent {} sent a state that is not its to tell", agent.getValue());
      desk.counters().count("invalid_status_updates");
    } else if (framework == null) {
      LOG.info(
          "Ignoring the update {} of task {} of unknown framework {}",
          status.getState(),
          status.getTaskId().getValue(),
          update.getFrameworkId().getValue());
      desk.counters().count("invalid_status_updates");
      shutDownCompleted(agent, update.getFrameworkId());
    } else {
      update(framework, agent, status, latest);
    }
  }

  private void update(Framework framework, AgentID agent, TaskStatus status, TaskState latest) {
    boolean told = tasks.tell(framework.id(), status);
    Task task = task(framework, agent, status);
    if (task != null) {
      tasks.update(told ? TaskRecords.told(task, status) : task, status, latest);
    }
    boolean valid = told && task != null;
    desk.counters().count((valid ? "valid" : "invalid") + "_status_updates");
  }

  /** An agent that missed the end of a framework is told again. */
  private void shutDownCompleted(AgentID agent, FrameworkID framework) {
    if (desk.ledger().isCompleted(framework)) {
      desk.peers().toAgent(agent, FrameworkRemoval.shutdown(framework));
    }
  }

  private @Nullable Task task(Framework framework, AgentID agent, TaskStatus status) {
    Task task = desk.ledger().task(new TaskRef(framework.id(), status.getTaskId()));
    return task != null && task.getAgentId().equals(agent) ? task : null;
  }

  /** An executor is gone. Of one that the master does not know the framework is told nothing. */
  public void exitedExecutor(AgentID agent, ExitedExecutor message) {
    desk.counters().count("messages_exited_executor");
    FrameworkID framework = message.getFrameworkId();
    if (desk.ledger().framework(framework) == null) {
      return;
    }
    ExecutorInfo executor = desk.ledger().executor(framework, agent, message.getExecutorId());
    if (executor != null) {
      tasks.removeExecutor(framework, agent, executor);
      desk.peers()
          .toFramework(
              framework,
              Events.executorLost(agent, message.getExecutorId(), message.getWaitStatus()));
    }
  }

  /** An executor has something to say to its framework: best effort. */
  public void executorToFramework(AgentID agent, ExecutorToFramework message) {
    desk.counters().count("messages_executor_to_framework");
    boolean sent =
        desk.peers()
            .toFramework(
                message.getFrameworkId(),
                Events.message(agent, message.getExecutorId(), message.getData()));
    desk.counters().count((sent ? "valid" : "invalid") + "_executor_to_framework_messages");
  }

  /** The agent leaves for good. */
  public void unregister(AgentID id) {
    desk.counters().count("messages_unregister_slave");
    agents.remove(id, AgentDeparture.Removal.UNREGISTERED);
  }
}
