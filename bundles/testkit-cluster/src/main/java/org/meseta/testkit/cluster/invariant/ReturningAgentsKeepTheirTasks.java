package org.meseta.testkit.cluster.invariant;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.protocol.link.ReregisterAgent;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskState;
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.world.World;

/**
 * A task that lives, and with which an agent returns, is known to the master from then on. (Of
 * frameworks that do not checkpoint it may be lost instead; then the agent is told to kill it.)
 */
final class ReturningAgentsKeepTheirTasks implements Invariant {
  private static final Set<TaskState> LIFE =
      EnumSet.of(
          TaskState.TASK_STAGING,
          TaskState.TASK_STARTING,
          TaskState.TASK_RUNNING,
          TaskState.TASK_KILLING);

  private final World world;
  private final Map<Way, List<Task>> brought = new HashMap<>();

  private record Way(String agent, int link) {}

  ReturningAgentsKeepTheirTasks(World world) {
    this.world = world;
  }

  @Override
  public Optional<String> happened(Occurrence occurrence) {
    if (occurrence instanceof Occurrence.AgentSaid said && said.said().hasReregister()) {
      brought.put(new Way(said.agent(), said.link()), tasks(said.said().getReregister()));
    } else if (occurrence instanceof Occurrence.MasterSaid said && said.said().hasReregistered()) {
      List<Task> tasks = brought.getOrDefault(new Way(said.agent(), said.link()), List.of());
      return tasks.stream().flatMap(task -> missing(task).stream()).findFirst();
    }
    return Optional.empty();
  }

  private static List<Task> tasks(ReregisterAgent message) {
    return message.getTasksList().stream().filter(t -> LIFE.contains(t.getState())).toList();
  }

  private Optional<String> missing(Task task) {
    Cluster now = world.cluster();
    Framework framework = now.frameworks().get(task.getFrameworkId());
    boolean away = !now.agents().containsKey(task.getAgentId());
    if (framework == null || !framework.info().getCheckpoint() || away) {
      return Optional.empty();
    }
    return framework.tasks().containsKey(task.getTaskId()) || hasEnded(framework, task)
        ? Optional.empty()
        : Optional.of(
            TaskName.of(task.getFrameworkId(), task.getTaskId())
                + " came back with its agent, and the master does not know it");
  }

  /** Where the network is slow, it may have ended, and that be acknowledged, before the answer. */
  private static boolean hasEnded(Framework framework, Task task) {
    return framework.completedTasks().stream()
        .anyMatch(completed -> completed.getTaskId().equals(task.getTaskId()));
  }
}
