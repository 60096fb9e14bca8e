package org.meseta.testkit.cluster.invariant;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.master.state.TaskStates;
import org.meseta.protocol.v1.Task;
import org.meseta.testkit.cluster.world.World;

/** As long as the master has a task that has ended, the task has ended. */
final class EndedTasksStayEnded implements Invariant {
  private final World world;
  private @Nullable Cluster last;

  EndedTasksStayEnded(World world) {
    this.world = world;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // what is the same has not changed
  public Optional<String> holds() {
    Cluster before = last;
    last = world.cluster();
    if (before == null || before == last) {
      return Optional.empty();
    }
    for (Framework framework : last.frameworks().values()) {
      Framework was = before.frameworks().get(framework.id());
      if (was != null && was != framework) {
        Optional<String> wrong = wrong(was, framework);
        if (wrong.isPresent()) {
          return wrong;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> wrong(Framework before, Framework now) {
    for (Task task : now.tasks().values()) {
      Task was = before.tasks().get(task.getTaskId());
      if (was != null
          && was.getAgentId().equals(task.getAgentId())
          && TaskStates.isTerminal(was.getState())
          && !TaskStates.isTerminal(task.getState())) {
        return Optional.of(
            "task %s was %s and is %s"
                .formatted(task.getTaskId().getValue(), was.getState(), task.getState()));
      }
    }
    return Optional.empty();
  }
}
