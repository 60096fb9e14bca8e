package org.meseta.master.calls;

import java.util.Optional;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Table;
import org.meseta.master.state.TaskStates;
import org.meseta.master.tasks.KnownStates;
import org.meseta.master.tasks.TaskRecords;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.resources.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes tasks and executors, and gives back what they held. */
public final class TaskDesk {
  private static final Logger LOG = LoggerFactory.getLogger(TaskDesk.class);

  private final Desk desk;

  public TaskDesk(Desk desk) {
    this.desk = desk;
  }

  /**
   * A status of a task has come, or the master has made one.
   *
   * @param latest the newest state known where it comes from
   * @return the task as it is now
   */
  Task update(Task task, TaskStatus status, TaskState latest) {
    Task updated = TaskRecords.updated(task, status, latest);
    recover(task, desk.ledger().replace(task, updated));
    if (!TaskStates.isTerminal(task.getState()) && TaskStates.isTerminal(updated.getState())) {
      desk.counters().ended(updated.getState(), status);
    }
    LOG.info(
        "Task {} of framework {} is {}{}",
        task.getTaskId().getValue(),
        task.getFrameworkId().getValue(),
        updated.getState(),
        status.getState() == updated.getState() ? "" : " (update: " + status.getState() + ")");
    return updated;
  }

  /** A task has ended or goes with its agent or framework: from now on it is history. */
  void complete(Task task) {
    recover(task, desk.ledger().remove(task));
    int limit = desk.flags().maxCompletedTasks();
    desk.ledger()
        .framework(
            task.getFrameworkId(), f -> f.completedTasks = f.completedTasks.and(task, limit));
  }

  /** The agent of a task cannot be reached: the task is remembered until it comes back. */
  void completeUnreachable(Task task) {
    recover(task, desk.ledger().remove(task));
    int limit = desk.flags().maxUnreachableTasks();
    desk.ledger()
        .framework(
            task.getFrameworkId(),
            f ->
                f.unreachableTasks =
                    bounded(f.unreachableTasks.and(task.getTaskId(), task), limit));
  }

  /**
   * A task whose agent could not be reached does not come back: it is history.
   *
   * @param end of which its framework is told; empty if it knows
   */
  void completeUnreachable(Task task, Optional<TaskStatus> end) {
    Task last =
        end.map(status -> TaskRecords.updated(task, status, status.getState())).orElse(task);
    int limit = desk.flags().maxCompletedTasks();
    desk.ledger()
        .framework(
            task.getFrameworkId(),
            f -> {
              f.unreachableTasks = f.unreachableTasks.without(task.getTaskId());
              f.completedTasks = f.completedTasks.and(last, limit);
            });
    end.ifPresent(
        status -> {
          desk.counters().ended(status.getState(), status);
          tell(task.getFrameworkId(), status);
        });
  }

  private static Table<TaskID, Task> bounded(Table<TaskID, Task> tasks, int limit) {
    Table<TaskID, Task> kept = tasks;
    while (kept.size() > limit) {
      Optional<Task> oldest = kept.values().stream().min(TaskDesk::compareUnreachable);
      kept = kept.without(oldest.orElseThrow().getTaskId());
    }
    return kept;
  }

  private static int compareUnreachable(Task a, Task b) {
    return Long.compare(unreachableNanos(a), unreachableNanos(b));
  }

  private static long unreachableNanos(Task task) {
    int last = task.getStatusesCount() - 1;
    return last < 0 ? 0 : task.getStatuses(last).getUnreachableTime().getNanoseconds();
  }

  private void recover(Task task, Resources held) {
    desk.allocator()
        .recoverResources(task.getFrameworkId(), task.getAgentId(), held, Optional.empty());
  }

  /** Removes an executor and gives back what it held. */
  void removeExecutor(FrameworkID framework, AgentID agent, ExecutorInfo executor) {
    Resources held = desk.ledger().remove(framework, agent, executor);
    desk.allocator().recoverResources(framework, agent, held, Optional.empty());
  }

  /**
   * Tells the framework a status, if it is connected.
   *
   * @return whether it is
   */
  boolean tell(FrameworkID id, TaskStatus status) {
    Framework framework = desk.ledger().framework(id);
    return framework != null
        && desk.peers().toFramework(id, Events.update(KnownStates.of(framework, status)));
  }

  /** The state that a framework is told of a task that is lost in some way. */
  static TaskState lost(Framework framework, TaskState partitionAware) {
    return framework.can(Capability.Type.PARTITION_AWARE) ? partitionAware : TaskState.TASK_LOST;
  }
}
