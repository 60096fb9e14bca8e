package org.meseta.testkit.cluster.invariant;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Offered;
import org.meseta.master.state.TaskStates;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.Task;
import org.meseta.resources.Resources;
import org.meseta.testkit.cluster.world.World;

/** What is on offer and what tasks hold is never more than the agent has. */
final class ResourcesAreGivenOnce implements Invariant {
  private final World world;
  private @Nullable Cluster last;

  ResourcesAreGivenOnce(World world) {
    this.world = world;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // a snapshot stays the same until something changes
  public Optional<String> holds() {
    Cluster now = world.cluster();
    if (now == last) {
      return Optional.empty();
    }
    last = now;
    Map<AgentID, Resources> offered = new HashMap<>();
    Map<AgentID, Resources> used = new HashMap<>();
    now.frameworks().values().forEach(framework -> count(framework, offered, used));
    return now.agents().values().stream()
        .flatMap(agent -> wrong(agent, of(offered, agent), of(used, agent)).stream())
        .findFirst();
  }

  private static Resources of(Map<AgentID, Resources> all, Agent agent) {
    return all.getOrDefault(agent.id(), Resources.empty());
  }

  private static void count(
      Framework framework, Map<AgentID, Resources> offered, Map<AgentID, Resources> used) {
    for (Offered offer : framework.offers().values()) {
      offered.merge(offer.agent(), offer.resources().unallocated(), Resources::plus);
    }
    for (Task task : framework.tasks().values()) {
      if (TaskStates.holdsResources(task)) {
        Resources held = Resources.of(task.getResourcesList()).unallocated();
        used.merge(task.getAgentId(), held, Resources::plus);
      }
    }
    framework
        .executors()
        .forEach(
            (agent, executors) -> {
              for (ExecutorInfo executor : executors.values()) {
                Resources held = Resources.of(executor.getResourcesList()).unallocated();
                used.merge(agent, held, Resources::plus);
              }
            });
  }

  private static Optional<String> wrong(Agent agent, Resources offered, Resources used) {
    if (!agent.total().contains(offered.plus(used).withSharedOnce())) {
      return Optional.of(
          "%s has %s, but %s is offered and %s used"
              .formatted(agent.info().getHostname(), agent.total(), offered, used));
    }
    Resources counted =
        agent.used().values().stream()
            .map(Resources::unallocated)
            .reduce(Resources.empty(), Resources::plus);
    return agent.offered().unallocated().equals(offered) && counted.equals(used)
        ? Optional.empty()
        : Optional.of(
            "of %s %s is offered and %s used, but the master counts %s and %s"
                .formatted(agent.info().getHostname(), offered, used, agent.offered(), counted));
  }
}
