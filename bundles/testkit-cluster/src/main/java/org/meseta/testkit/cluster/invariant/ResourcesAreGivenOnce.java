package org.meseta.testkit.cluster.invariant;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Offered;
import org.meseta.master.state.TaskStates;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Task;
import org.meseta.resources.Resources;
import org.meseta.testkit.cluster.world.World;

/**
 * What is on offer and what tasks hold is never more than the agent has, and the master counts for
 * each role just what it is offered and what its tasks hold.
 */
final class ResourcesAreGivenOnce implements Invariant {
  private final World world;
  private final Map<FrameworkID, Holdings> frameworks = new LinkedHashMap<>();
  private @Nullable Cluster last;

  /** What a framework is offered and what it uses, by agent. */
  private static final class Holdings {
    final Framework framework;
    final Map<AgentID, Resources> offered = new HashMap<>();
    final Map<AgentID, Resources> used = new HashMap<>();

    Holdings(Framework framework) {
      this.framework = framework;
      for (Offered offer : framework.offers().values()) {
        offered.merge(offer.agent(), offer.resources(), Resources::plus);
      }
      for (Task task : framework.tasks().values()) {
        if (TaskStates.holdsResources(task)) {
          use(task.getAgentId(), task.getResourcesList());
        }
      }
      framework
          .executors()
          .forEach(
              (agent, executors) ->
                  executors.values().forEach(each -> use(agent, each.getResourcesList())));
    }

    private void use(AgentID agent, List<Resource> held) {
      used.merge(agent, Resources.of(held), Resources::plus);
    }
  }

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
    frameworks.keySet().retainAll(now.frameworks().keySet());
    now.frameworks().values().forEach(this::count);
    return now.agents().values().stream()
        .flatMap(
            agent -> wrong(agent, sum(agent, h -> h.offered), sum(agent, h -> h.used)).stream())
        .findFirst();
  }

  @SuppressWarnings("ReferenceEquality") // what is the same has not changed
  private void count(Framework framework) {
    Holdings known = frameworks.get(framework.id());
    if (known == null || known.framework != framework) {
      frameworks.put(framework.id(), new Holdings(framework));
    }
  }

  private Resources sum(Agent agent, Function<Holdings, Map<AgentID, Resources>> of) {
    Resources sum = Resources.empty();
    for (Holdings holdings : frameworks.values()) {
      Resources more = of.apply(holdings).get(agent.id());
      sum = more == null ? sum : sum.plus(more);
    }
    return sum;
  }

  private static Optional<String> wrong(Agent agent, Resources offered, Resources used) {
    if (!agent.total().contains(offered.plus(used).unallocated().withSharedOnce())) {
      return Optional.of(
          "%s has %s, but %s is offered and %s used"
              .formatted(agent.info().getHostname(), agent.total(), offered, used));
    }
    Resources counted = agent.used().values().stream().reduce(Resources.empty(), Resources::plus);
    return agent.offered().equals(offered) && counted.equals(used)
        ? Optional.empty()
        : Optional.of(
            "of %s %s is offered and %s used, but the master counts %s and %s"
                .formatted(agent.info().getHostname(), offered, used, agent.offered(), counted));
  }
}
