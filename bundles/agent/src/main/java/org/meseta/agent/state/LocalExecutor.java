package org.meseta.agent.state;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskID;
import org.meseta.resources.Resources;

/**
 * An executor. For a command task the agent plays it; its id is the task's.
 *
 * @param info as given, or made up for a command task
 * @param command whether the agent itself plays it
 * @param phase where it is in its life
 * @param container its container
 * @param sandbox folder on this host
 * @param resources of the executor and its tasks that are not over
 * @param queued tasks that it has not been given yet, by id; one may have the id of a task that is
 *     over
 * @param tasks that it has, by id, over or not
 * @param completedTasks over and acknowledged, the oldest first
 */
public record LocalExecutor(
    ExecutorInfo info,
    boolean command,
    Phase phase,
    ContainerID container,
    Path sandbox,
    Resources resources,
    Map<TaskID, Task> queued,
    Map<TaskID, Task> tasks,
    Collection<Task> completedTasks) {
  private static final int MOST_COMPLETED_TASKS = 200;

  /** Where an executor is in its life. */
  public enum Phase {
    REGISTERING,
    RUNNING,
    TERMINATING,
    TERMINATED
  }

  public LocalExecutor {
    queued = Table.of(queued);
    tasks = Table.of(tasks);
    completedTasks = History.of(completedTasks);
  }

  /** Its id. */
  public ExecutorID id() {
    return info.getExecutorId();
  }

  /** The same in another phase. */
  public LocalExecutor in(Phase next) {
    return new LocalExecutor(
        info, command, next, container, sandbox, resources, queued, tasks, completedTasks);
  }

  /** The same with this task, in place of one with the same id. */
  public LocalExecutor with(Task task) {
    return with(queued, Table.of(tasks).and(task.getTaskId(), task), completedTasks);
  }

  /** The same with this task waiting. */
  public LocalExecutor queue(Task task) {
    return with(Table.of(queued).and(task.getTaskId(), task), tasks, completedTasks);
  }

  /** The same with no task waiting. */
  public LocalExecutor withoutQueue() {
    return with(Table.empty(), tasks, completedTasks);
  }

  /** The same with a task of its own among the completed ones. */
  public LocalExecutor completed(Task task) {
    return with(
        queued,
        Table.of(tasks).without(task.getTaskId()),
        History.of(completedTasks).and(task, MOST_COMPLETED_TASKS));
  }

  private LocalExecutor with(
      Map<TaskID, Task> waiting, Map<TaskID, Task> had, Collection<Task> completed) {
    Resources used = phase == Phase.TERMINATED ? Resources.empty() : of(info);
    used = used.plus(held(waiting.values())).plus(held(had.values()));
    return new LocalExecutor(
        info, command, phase, container, sandbox, used, waiting, had, completed);
  }

  private static Resources held(Collection<Task> tasks) {
    Resources held = Resources.empty();
    for (Task task : tasks) {
      if (!TaskStates.isTerminal(task.getState())) {
        held = held.plus(Resources.of(task.getResourcesList()));
      }
    }
    return held;
  }

  private static Resources of(ExecutorInfo info) {
    return Resources.of(info.getResourcesList());
  }
}
