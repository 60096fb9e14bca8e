package org.meseta.agent.state;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskID;

/**
 * A framework as the agent sees it.
 *
 * @param info with its id
 * @param executors that live, by id
 * @param completedExecutors over, the oldest first
 */
public record LocalFramework(
    FrameworkInfo info,
    Map<ExecutorID, LocalExecutor> executors,
    Collection<LocalExecutor> completedExecutors) {

  public LocalFramework {
    executors = Table.of(executors);
    completedExecutors = History.of(completedExecutors);
  }

  /** A framework that has nothing here yet. */
  public static LocalFramework of(FrameworkInfo info) {
    return new LocalFramework(info, Table.empty(), History.empty());
  }

  /** Its id. */
  public FrameworkID id() {
    return info.getId();
  }

  /** Whether it announced this capability. */
  public boolean can(FrameworkInfo.Capability.Type capability) {
    return info.getCapabilitiesList().stream().anyMatch(c -> c.getType() == capability);
  }

  /** A task of an executor that lives, if there is one of this id. */
  public Optional<Task> task(TaskID id) {
    return holder(id).map(e -> e.tasks().get(id));
  }

  /** The executor that lives and has this task. */
  public Optional<LocalExecutor> holder(TaskID id) {
    // A command task's executor is named after it.
    LocalExecutor own = executors.get(ExecutorID.newBuilder().setValue(id.getValue()).build());
    if (own != null && own.tasks().containsKey(id)) {
      return Optional.of(own);
    }
    return executors.values().stream().filter(e -> e.tasks().containsKey(id)).findFirst();
  }

  /** The same with other facts about itself. */
  public LocalFramework with(FrameworkInfo changed) {
    return new LocalFramework(changed, executors, completedExecutors);
  }

  /** The same with this executor, in place of one with the same id. */
  public LocalFramework with(LocalExecutor executor) {
    return new LocalFramework(
        info, Table.of(executors).and(executor.id(), executor), completedExecutors);
  }

  /**
   * The same with this executor among the completed ones.
   *
   * @param limit how many completed ones are kept
   */
  public LocalFramework completed(LocalExecutor executor, int limit) {
    return new LocalFramework(
        info,
        Table.of(executors).without(executor.id()),
        History.of(completedExecutors).and(executor, limit));
  }
}
