package org.meseta.testkit.cluster.invariant;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Event;
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.world.World;

/**
 * Whoever has been told how a task ended is never told that it lives, or that it ended otherwise.
 * (A task that was told to be lost may live all the same: that is no end.)
 */
final class EndsAreFinal implements Invariant {
  private static final Set<TaskState> ENDS =
      EnumSet.of(
          TaskState.TASK_FINISHED,
          TaskState.TASK_FAILED,
          TaskState.TASK_KILLED,
          TaskState.TASK_ERROR);
  private static final Set<TaskState> LIFE =
      EnumSet.of(
          TaskState.TASK_STAGING,
          TaskState.TASK_STARTING,
          TaskState.TASK_RUNNING,
          TaskState.TASK_KILLING);

  private final Map<String, TaskState> ends = new HashMap<>();

  EndsAreFinal(World world) {}

  @Override
  public Optional<String> happened(Occurrence occurrence) {
    return occurrence instanceof Occurrence.Told told && told.event().getType() == Event.Type.UPDATE
        ? judge(told.event().getUpdate().getStatus())
        : Optional.empty();
  }

  private Optional<String> judge(TaskStatus status) {
    TaskState state = status.getState();
    String task = status.getTaskId().getValue();
    TaskState end = ends.get(task);
    if (end != null && end != state && (ENDS.contains(state) || LIFE.contains(state))) {
      return Optional.of("task " + task + " had ended as " + end + " and is told to be " + state);
    }
    if (ENDS.contains(state)) {
      ends.put(task, state);
    }
    return Optional.empty();
  }
}
