package org.meseta.agent.state;

import org.meseta.protocol.v1.TaskState;

/** What states of a task mean. */
public final class TaskStates {

  private TaskStates() {}

  /** Whether a task that is in this state is over for good. */
  public static boolean isTerminal(TaskState state) {
    return switch (state) {
      case TASK_FINISHED,
          TASK_FAILED,
          TASK_KILLED,
          TASK_ERROR,
          TASK_LOST,
          TASK_DROPPED,
          TASK_GONE,
          TASK_GONE_BY_OPERATOR ->
          true;
      default -> false;
    };
  }
}
