package org.meseta.master.calls;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meseta.master.api.SchedulerStream;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Table;
import org.meseta.master.state.TaskStates;
import org.meseta.master.tasks.MasterStatus;
import org.meseta.master.tasks.TaskRecords;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.ShutdownFramework;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends frameworks for good. Their tasks are killed as far as the master is concerned; nobody is
 * told of that any more.
 */
final class FrameworkRemoval {
  private static final Logger LOG = LoggerFactory.getLogger(FrameworkRemoval.class);

  private final Desk desk;
  private final TaskDesk tasks;

  FrameworkRemoval(Desk desk, TaskDesk tasks) {
    this.desk = desk;
    this.tasks = tasks;
  }

  /** Removes a framework that has no offers. */
  void remove(FrameworkID id) {
    Framework framework = desk.ledger().framework(id);
    if (framework == null) {
      return;
    }
    LOG.info("Removing framework {}", id.getValue());
    desk.peers().toAllAgents(shutdown(id));
    SchedulerStream stream = desk.peers().disconnect(id);
    if (stream != null) {
      desk.peers().close(stream);
    }
    List.copyOf(framework.tasks().values()).forEach(this::kill);
    framework.executors().forEach((agent, there) -> removeExecutors(id, agent, there));
    desk.allocator().removeFramework(id);
    desk.ledger().framework(id, this::finish);
    desk.ledger().complete(id, desk.flags().maxCompletedFrameworks());
  }

  /** Tells an agent to end all that it runs for the framework. */
  static MasterMessage.Builder shutdown(FrameworkID id) {
    return MasterMessage.newBuilder()
        .setShutdownFramework(ShutdownFramework.newBuilder().setFrameworkId(id));
  }

  private void kill(Task task) {
    Task last = task;
    if (!TaskStates.isTerminal(task.getState())) {
      last = tasks.update(task, killed(task), TaskState.TASK_KILLED);
    }
    tasks.complete(last);
  }

  private TaskStatus killed(Task task) {
    return MasterStatus.of(
            task,
            TaskState.TASK_KILLED,
            TaskStatus.Reason.REASON_FRAMEWORK_REMOVED,
            "Framework " + task.getFrameworkId().getValue() + " removed",
            desk.now())
        .build();
  }

  private void removeExecutors(
      FrameworkID id, AgentID agent, Map<ExecutorID, ExecutorInfo> executors) {
    List.copyOf(executors.values()).forEach(executor -> tasks.removeExecutor(id, agent, executor));
  }

  /** Unreachable tasks are history with it, and killed unless they count as lost already. */
  private void finish(Framework.Draft framework) {
    int limit = desk.flags().maxCompletedTasks();
    for (Task task : framework.unreachableTasks.values()) {
      Task killed = TaskRecords.updated(task, killed(task), TaskState.TASK_KILLED);
      framework.completedTasks = framework.completedTasks.and(killed, limit);
    }
    framework.unreachableTasks = Table.empty();
    framework.connected = false;
    framework.active = false;
    framework.unregisteredTime = Optional.of(desk.now());
  }
}
