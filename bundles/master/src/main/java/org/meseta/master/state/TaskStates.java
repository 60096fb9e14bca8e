package org.meseta.master.state;

import java.util.EnumSet;
import java.util.Set;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskState;

/** What the states of tasks mean. */
public final class TaskStates {
  private static final Set<TaskState> TERMINAL =
      EnumSet.of(
          TaskState.TASK_FINISHED,
          TaskState.TASK_FAILED,
          TaskState.TASK_KILLED,
          TaskState.TASK_ERROR,
          TaskState.TASK_LOST,
          TaskState.TASK_DROPPED,
          TaskState.TASK_GONE,
          TaskState.TASK_GONE_BY_OPERATOR);

  private TaskStates() {}

  /** Whether the task has ended, for good. */
  public static boolean isTerminal(TaskState state) {
    return TERMINAL.contains(state);
  }

  /** Whether the task holds its resources: it has not ended and can be reached. */
  public static boolean holdsResources(Task task) {
    return !isTerminal(task.getState()) && task.getState() != TaskState.TASK_UNREACHABLE;
  }

  /** Whether an agent may say that a task is in this state; others only the master tells. */
  public static boolean isFromAgent(TaskState state) {
    return state != TaskState.TASK_UNREACHABLE && state != TaskState.TASK_UNKNOWN;
  }
}
