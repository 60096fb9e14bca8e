package org.meseta.master.tasks;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.master.state.AgentStanding;
import org.meseta.master.state.TaskStates;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.TimeInfo;
import org.meseta.protocol.v1.scheduler.Call;

/** What a framework is told when it asks what has become of its tasks. */
public final class Reconciliation {
  private static final TaskStatus.Reason REASON = TaskStatus.Reason.REASON_RECONCILIATION;

  private Reconciliation() {}

  /** The answer for a task that the master knows: what it told last, or would tell next. */
  public static TaskStatus known(Task task, Instant now) {
    TaskStatus.Builder answer =
        MasterStatus.of(task, told(task), REASON, "Reconciliation: Latest task state", now);
    TaskFacts.copy(task, answer);
    return answer.build();
  }

  /**
   * The state in which a framework may know a task. The record of one that came with its agent may
   * be ahead of that; of an end the framework learns by an update, after all that came before it.
   */
  public static TaskState told(Task task) {
    if (task.hasStatusUpdateState()) {
      return task.getStatusUpdateState();
    }
    return TaskStates.isTerminal(task.getState()) ? TaskState.TASK_STAGING : task.getState();
  }

  /**
   * The answer for a task that the master does not know.
   *
   * @param asked names the task and perhaps its agent
   * @param agent what is known of that agent
   * @param unreachableSince since when it is unreachable, if it is
   * @param partitionAware whether the framework knows states other than LOST
   * @return empty if that cannot be said yet
   */
  public static Optional<TaskStatus> unknown(
      Call.Reconcile.Task asked,
      AgentStanding agent,
      @Nullable Instant unreachableSince,
      boolean partitionAware,
      Instant now) {
    if (agent == AgentStanding.AWAITED) {
      return Optional.empty();
    }
    TaskStatus.Builder answer = unknown(asked.getTaskId(), agent, now);
    if (unreachableSince != null) {
      answer.setUnreachableTime(time(unreachableSince));
    }
    if (asked.hasAgentId()) {
      answer.setAgentId(asked.getAgentId());
    }
    if (!partitionAware) {
      answer.setState(TaskState.TASK_LOST);
    }
    return Optional.of(answer.build());
  }

  private static TaskStatus.Builder unknown(TaskID task, AgentStanding agent, Instant now) {
    return switch (agent) {
      case REGISTERED -> answer(task, TaskState.TASK_GONE, "Task is unknown to the agent", now);
      case UNREACHABLE -> answer(task, TaskState.TASK_UNREACHABLE, "Task is unreachable", now);
      case GONE -> answer(task, TaskState.TASK_GONE_BY_OPERATOR, "Task is gone", now);
      case AWAITED, UNKNOWN -> answer(task, TaskState.TASK_UNKNOWN, "Task is unknown", now);
    };
  }

  private static TaskStatus.Builder answer(
      TaskID task, TaskState state, String message, Instant now) {
    return MasterStatus.of(task, state, REASON, "Reconciliation: " + message, now);
  }

  /** A moment as on the wire. */
  public static TimeInfo time(Instant instant) {
    long nanos = Math.addExact(instant.getEpochSecond() * 1_000_000_000L, instant.getNano());
    return TimeInfo.newBuilder().setNanoseconds(nanos).build();
  }
}
