package org.meseta.master.tasks;

import java.util.List;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskStatus;

/** What is known of a task from its statuses, for statuses that the master makes. */
public final class TaskFacts {

  private TaskFacts() {}

  /** Copies health and check of the newest status, and the newest container status there is. */
  public static void copy(Task task, TaskStatus.Builder to) {
    List<TaskStatus> statuses = task.getStatusesList();
    if (!statuses.isEmpty()) {
      copyChecks(statuses.get(statuses.size() - 1), to);
    }
    for (int i = statuses.size() - 1; i >= 0 && !to.hasContainerStatus(); i--) {
      if (statuses.get(i).hasContainerStatus()) {
        to.setContainerStatus(statuses.get(i).getContainerStatus());
      }
    }
  }

  private static void copyChecks(TaskStatus from, TaskStatus.Builder to) {
    if (from.hasHealthy()) {
      to.setHealthy(from.getHealthy());
    }
    if (from.hasCheckStatus()) {
      to.setCheckStatus(from.getCheckStatus());
    }
  }
}
