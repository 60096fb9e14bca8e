package org.meseta.master.tasks;

import org.meseta.master.state.TaskStates;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;

/** How the master's record of a task begins and goes on. */
public final class TaskRecords {

  private TaskRecords() {}

  /**
   * The record of a task that is being launched.
   *
   * @param framework the master's own copy of the id, so that memory is shared
   * @param agent likewise
   */
  public static Task launched(TaskInfo info, FrameworkID framework, AgentID agent) {
    Task.Builder task =
        Task.newBuilder()
            .setName(info.getName())
            .setTaskId(info.getTaskId())
            .setFrameworkId(framework)
            .setAgentId(agent)
            .setState(TaskState.TASK_STAGING)
            .addAllResources(info.getResourcesList())
            .putAllLimits(info.getLimitsMap());
    if (info.hasExecutor()) {
      task.setExecutorId(info.getExecutor().getExecutorId());
    }
    if (info.hasLabels()) {
      task.setLabels(info.getLabels());
    }
    if (info.hasDiscovery()) {
      task.setDiscovery(info.getDiscovery());
    }
    if (info.hasContainer()) {
      task.setContainer(info.getContainer());
    }
    if (info.hasHealthCheck()) {
      task.setHealthCheck(info.getHealthCheck());
    }
    if (info.hasKillPolicy()) {
      task.setKillPolicy(info.getKillPolicy());
    }
    user(info, task);
    return task.build();
  }

  private static void user(TaskInfo info, Task.Builder task) {
    if (info.getCommand().hasUser()) {
      task.setUser(info.getCommand().getUser());
    } else if (info.getExecutor().getCommand().hasUser()) {
      task.setUser(info.getExecutor().getCommand().getUser());
    }
  }

  /**
   * The record after a status has come.
   *
   * @param latest the newest state known where the status comes from, which may be ahead of it; a
   *     task that has ended keeps the state in which it ended
   */
  public static Task updated(Task task, TaskStatus status, TaskState latest) {
    Task.Builder updated = task.toBuilder();
    if (!TaskStates.isTerminal(task.getState())) {
      updated.setState(latest);
    }
    remember(updated, status);
    return updated.build();
  }

  /** The record after a status that is to be acknowledged has been passed on to the framework. */
  public static Task told(Task task, TaskStatus status) {
    return task.toBuilder()
        .setStatusUpdateState(status.getState())
        .setStatusUpdateUuid(status.getUuid())
        .build();
  }

  /** Of states that repeat only the newest status is kept, and no data, which may be large. */
  private static void remember(Task.Builder task, TaskStatus status) {
    int last = task.getStatusesCount() - 1;
    TaskStatus before = last < 0 ? TaskStatus.getDefaultInstance() : task.getStatuses(last);
    TaskStatus kept = sharing(task, before, status.toBuilder().clearData());
    if (last >= 0 && before.getState() == status.getState()) {
      task.setStatuses(last, kept);
    } else {
      task.addStatuses(kept);
    }
  }

  /** Statuses of a task say much the same again and again: keep what is equal only once. */
  private static TaskStatus sharing(
      Task.Builder task, TaskStatus before, TaskStatus.Builder status) {
    if (status.getTaskId().equals(task.getTaskId())) {
      status.setTaskId(task.getTaskId());
    }
    if (status.getAgentId().equals(task.getAgentId())) {
      status.setAgentId(task.getAgentId());
    }
    if (before.hasExecutorId() && status.getExecutorId().equals(before.getExecutorId())) {
      status.setExecutorId(before.getExecutorId());
    }
    if (before.hasContainerStatus()
        && status.getContainerStatus().equals(before.getContainerStatus())) {
      status.setContainerStatus(before.getContainerStatus());
    }
    return status.build();
  }
}
