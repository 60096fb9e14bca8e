package org.meseta.agent.executors;

import org.meseta.agent.state.TaskStates;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskStatus;

/** Keeps a task's history of updates as Mesos does. */
final class Statuses {
  private Statuses() {}

  /**
   * The task with one more update. Of updates with the same state in a row the last one is kept,
   * without its data. An end is final.
   */
  static Task noted(Task task, TaskStatus status) {
    Task.Builder changed = task.toBuilder();
    TaskStatus kept = status.toBuilder().clearData().build();
    int last = task.getStatusesCount() - 1;
    if (last >= 0 && task.getStatuses(last).getState() == status.getState()) {
      changed.setStatuses(last, kept);
    } else {
      changed.addStatuses(kept);
    }
    if (!TaskStates.isTerminal(task.getState())) {
      changed.setState(status.getState());
    }
    return changed.build();
  }
}
