package org.meseta.testkit.cluster.invariant;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.meseta.agent.state.Host;
import org.meseta.master.state.Cluster;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Task;
import org.meseta.testkit.cluster.agent.AgentNode;
import org.meseta.testkit.cluster.world.World;

/** At rest master and agents have the same tasks in the same states, and just these run. */
final class MasterAndAgentsAgree implements Invariant {
  private final World world;

  MasterAndAgentsAgree(World world) {
    this.world = world;
  }

  @Override
  public Optional<String> holdsAtRest() {
    return world.agents().stream().flatMap(agent -> difference(agent).stream()).findFirst();
  }

  private Optional<String> difference(AgentNode node) {
    Host host = node.state().orElseThrow();
    List<String> there = sorted(host.tasks());
    List<String> here = sorted(tasks(world.cluster(), host.info().getId()));
    int running = node.host().running();
    return here.equals(there) && there.size() == running
        ? Optional.empty()
        : Optional.of(
            "of %s the master knows %s, the agent knows %s, and %d commands run"
                .formatted(node, here, there, running));
  }

  private static Stream<Task> tasks(Cluster cluster, AgentID agent) {
    return cluster.frameworks().values().stream()
        .flatMap(framework -> framework.tasks().values().stream())
        .filter(task -> task.getAgentId().equals(agent));
  }

  private static List<String> sorted(Stream<Task> tasks) {
    return tasks
        .map(t -> TaskName.of(t.getFrameworkId(), t.getTaskId()) + " is " + t.getState())
        .sorted()
        .toList();
  }
}
