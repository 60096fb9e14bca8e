package org.meseta.testkit.cluster.invariant;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.meseta.protocol.v1.AgentID;
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.world.World;

/**
 * Once an operator was told that an agent is gone for good, it is never admitted again under its
 * id, and at rest nobody counts on its tasks, nor do these run.
 */
final class GoneAgentsStayGone implements Invariant {
  private final World world;
  private final Set<AgentID> gone = new HashSet<>();

  GoneAgentsStayGone(World world) {
    this.world = world;
  }

  @Override
  public Optional<String> happened(Occurrence occurrence) {
    if (occurrence instanceof Occurrence.Gone agent) {
      gone.add(agent.agent());
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> holds() {
    return gone.stream()
        .filter(world.cluster().agents()::containsKey)
        .findFirst()
        .map(agent -> "agent " + agent.getValue() + " is gone for good, and is here again");
  }

  @Override
  public Optional<String> holdsAtRest() {
    return task().or(this::agent);
  }

  /** One that lives on under such an id, whatever the master knows. */
  private Optional<String> agent() {
    return world.agents().stream()
        .flatMap(node -> node.state().stream())
        .map(host -> host.info().getId())
        .filter(gone::contains)
        .findFirst()
        .map(id -> "agent " + id.getValue() + " is gone for good, and lives on");
  }

  private Optional<String> task() {
    return world.cluster().frameworks().values().stream()
        .flatMap(framework -> framework.tasks().values().stream())
        .filter(task -> gone.contains(task.getAgentId()))
        .findFirst()
        .map(task -> "task " + task.getTaskId().getValue() + " lives on an agent that is gone");
  }
}
