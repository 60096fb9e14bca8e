package org.meseta.master.http.view;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.meseta.master.state.Framework;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskState;

/** How many tasks are in which state, and where (or whose) they are. */
final class TaskCounts {
  private static final List<TaskState> SHOWN =
      List.of(
          TaskState.TASK_STAGING,
          TaskState.TASK_STARTING,
          TaskState.TASK_RUNNING,
          TaskState.TASK_KILLING,
          TaskState.TASK_FINISHED,
          TaskState.TASK_KILLED,
          TaskState.TASK_FAILED,
          TaskState.TASK_LOST,
          TaskState.TASK_ERROR,
          TaskState.TASK_UNREACHABLE);

  private final Map<TaskState, Integer> counts = new EnumMap<>(TaskState.class);
  private final Set<String> others = new LinkedHashSet<>();

  /** All tasks of a framework that are still known. */
  static Stream<Task> tasks(Framework framework) {
    return Stream.of(
            framework.tasks().values(),
            framework.unreachableTasks().values(),
            framework.completedTasks())
        .flatMap(tasks -> tasks.stream());
  }

  /**
   * Counts one.
   *
   * @param other id of the agent, if this counts for a framework, and the other way round
   */
  void add(Task task, String other) {
    counts.merge(task.getState(), 1, Integer::sum);
    others.add(other);
  }

  void write(JsonGenerator json, String othersField) throws IOException {
    for (TaskState state : SHOWN) {
      json.writeNumberField(state.name(), counts.getOrDefault(state, 0));
    }
    json.writeArrayFieldStart(othersField);
    for (String other : others) {
      json.writeString(other);
    }
    json.writeEndArray();
  }
}
