package org.meseta.master.tasks;

import java.util.EnumSet;
import java.util.Set;
import org.meseta.master.state.Framework;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;

/** Tells frameworks only states that they know. */
public final class KnownStates {
  private static final Set<TaskState> OF_PARTITIONS =
      EnumSet.of(
          TaskState.TASK_DROPPED,
          TaskState.TASK_UNREACHABLE,
          TaskState.TASK_GONE,
          TaskState.TASK_GONE_BY_OPERATOR,
          TaskState.TASK_UNKNOWN);

  private KnownStates() {}

  /**
   * The status as this framework understands it: without PARTITION_AWARE it is told that a task is
   * lost where it would be told how, and without TASK_KILLING_STATE that a task runs while it is
   * being killed.
   */
  public static TaskStatus of(Framework framework, TaskStatus status) {
    TaskState state = status.getState();
    if (OF_PARTITIONS.contains(state) && !framework.can(Capability.Type.PARTITION_AWARE)) {
      return status.toBuilder().setState(TaskState.TASK_LOST).build();
    }
    return state == TaskState.TASK_KILLING && !framework.can(Capability.Type.TASK_KILLING_STATE)
        ? status.toBuilder().setState(TaskState.TASK_RUNNING).build()
        : status;
  }
}
