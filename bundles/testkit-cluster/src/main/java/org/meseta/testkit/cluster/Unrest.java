package org.meseta.testkit.cluster;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meseta.agent.state.Host;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskState;
import org.meseta.testkit.cluster.agent.AgentNode;
import org.meseta.testkit.cluster.agent.Connection;
import org.meseta.testkit.cluster.scheduler.Memory;
import org.meseta.testkit.cluster.world.World;

/**
 * What is still to be done before a world without faults is at rest: all are connected, all that is
 * to run runs, and nothing waits to be told or acknowledged.
 */
final class Unrest {

  private Unrest() {}

  static boolean isOver(World world) {
    return world.schedulers().stream().allMatch(s -> s.isAtRest(there(world)))
        && world.agents().stream().allMatch(Unrest::isAtRest)
        && world.cluster().agents().values().stream().allMatch(a -> a.operations().isEmpty())
        && tasks(world).allMatch(Unrest::runs);
  }

  private static Set<AgentID> there(World world) {
    return world.agents().stream()
        .flatMap(agent -> agent.state().stream())
        .map(state -> state.info().getId())
        .collect(Collectors.toSet());
  }

  private static Stream<Task> tasks(World world) {
    return world.cluster().frameworks().values().stream()
        .flatMap(framework -> framework.tasks().values().stream());
  }

  private static boolean runs(Task task) {
    return task.getState() == TaskState.TASK_RUNNING;
  }

  private static boolean isAtRest(AgentNode agent) {
    Optional<Host> state = agent.state().filter(s -> s.master().isPresent());
    return agent.link().filter(Connection::isUp).isPresent()
        && state.isPresent()
        && state.get().operations().isEmpty()
        && state.get().tasks().allMatch(Unrest::runs);
  }

  /** In words. */
  static String of(World world) {
    String schedulers =
        world.schedulers().stream()
            .filter(s -> !s.isAtRest(there(world)))
            .map(s -> s + " waits for " + waitsFor(s.memory()))
            .collect(Collectors.joining("; "));
    String agents =
        world.agents().stream()
            .filter(a -> !isAtRest(a))
            .map(a -> a + (a.isUp() ? " is up" : " is down"))
            .collect(Collectors.joining("; "));
    String tasks =
        tasks(world)
            .filter(t -> !runs(t))
            .map(t -> t.getTaskId().getValue() + " is " + t.getState())
            .collect(Collectors.joining("; "));
    String resources =
        world.cluster().agents().values().stream()
            .map(
                a ->
                    a.operations().size()
                        + " operations, "
                        + a.total()
                        + ", "
                        + a.used().values()
                        + " used, "
                        + a.offered()
                        + " offered")
            .collect(Collectors.joining("; "));
    return String.join(" | ", schedulers, agents, tasks, resources);
  }

  private static String waitsFor(Memory memory) {
    return memory.tasks().values().stream()
        .filter(task -> !task.isOver() && !task.isLasting())
        .map(task -> task.id().getValue() + " " + task.state())
        .collect(Collectors.joining(", ", "", " and to run on"));
  }
}
