package org.meseta.master.tasks;

import java.time.Instant;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;

/**
 * Statuses that the master itself makes. They carry no uuid: nobody acknowledges them, and they are
 * not sent again.
 */
public final class MasterStatus {
  private static final double NANOS_PER_SECOND = 1e9;

  private MasterStatus() {}

  /** A status of a task that the master knows. */
  public static TaskStatus.Builder of(
      Task task, TaskState state, TaskStatus.Reason reason, String message, Instant now) {
    TaskStatus.Builder status =
        of(task.getTaskId(), state, reason, message, now).setAgentId(task.getAgentId());
    return task.hasExecutorId() ? status.setExecutorId(task.getExecutorId()) : status;
  }

  /** A status of a task that is not launched. */
  public static TaskStatus of(
      TaskInfo task, TaskState state, TaskStatus.Reason reason, String message, Instant now) {
    return of(task.getTaskId(), state, reason, message, now).setAgentId(task.getAgentId()).build();
  }

  /** A status of a task of which only the id is known. */
  public static TaskStatus.Builder of(
      TaskID task, TaskState state, TaskStatus.Reason reason, String message, Instant now) {
    return TaskStatus.newBuilder()
        .setTaskId(task)
        .setState(state)
        .setReason(reason)
        .setMessage(message)
        .setSource(TaskStatus.Source.SOURCE_MASTER)
        .setTimestamp(seconds(now));
  }

  private static double seconds(Instant now) {
    return now.getEpochSecond() + now.getNano() / NANOS_PER_SECOND;
  }
}
