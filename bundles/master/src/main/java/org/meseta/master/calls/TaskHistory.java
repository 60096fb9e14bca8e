package org.meseta.master.calls;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.meseta.master.state.Framework;
import org.meseta.protocol.link.ReregisterAgent.CompletedFramework;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskID;

/** Keeps what is remembered of tasks in step with what agents bring back. */
final class TaskHistory {
  private final Desk desk;

  TaskHistory(Desk desk) {
    this.desk = desk;
  }

  /**
   * An agent is back with these tasks: no task of it is unreachable any more, and none of these is
   * over.
   */
  void forgetReturned(AgentID agent, List<Task> returned) {
    Map<FrameworkID, Set<TaskID>> ids = new HashMap<>();
    returned.forEach(
        task ->
            ids.computeIfAbsent(task.getFrameworkId(), id -> new HashSet<>())
                .add(task.getTaskId()));
    for (Framework framework : desk.ledger().frameworks().values()) {
      forget(framework, agent, ids.getOrDefault(framework.id(), Set.of()));
    }
  }

  private void forget(Framework framework, AgentID agent, Set<TaskID> returned) {
    List<TaskID> reachable =
        framework.unreachableTasks().values().stream()
            .filter(task -> task.getAgentId().equals(agent))
            .map(Task::getTaskId)
            .toList();
    boolean over =
        framework.completedTasks().stream().anyMatch(t -> returned.contains(t.getTaskId()));
    if (over || !reachable.isEmpty()) {
      desk.ledger()
          .framework(
              framework.id(),
              f -> {
                reachable.forEach(id -> f.unreachableTasks = f.unreachableTasks.without(id));
                f.completedTasks =
                    f.completedTasks.without(task -> returned.contains(task.getTaskId()));
              });
    }
  }

  /** An agent remembers these tasks, which ended on it; known frameworks' are shown again. */
  void addCompleted(List<CompletedFramework> frameworks) {
    for (CompletedFramework completed : frameworks) {
      Framework framework = desk.ledger().framework(completed.getFramework().getId());
      if (framework != null) {
        addCompleted(framework, completed.getTasksList());
      }
    }
  }

  private void addCompleted(Framework framework, List<Task> ended) {
    Set<TaskID> known =
        framework.completedTasks().stream().map(Task::getTaskId).collect(Collectors.toSet());
    known.addAll(framework.tasks().keySet());
    int limit = desk.flags().maxCompletedTasks();
    desk.ledger()
        .framework(
            framework.id(),
            f ->
                ended.stream()
                    .filter(task -> known.add(task.getTaskId()))
                    .forEach(task -> f.completedTasks = f.completedTasks.and(task, limit)));
  }
}
