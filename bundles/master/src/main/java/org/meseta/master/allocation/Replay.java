package org.meseta.master.allocation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Offered;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.Resources;

/**
 * All that an allocator must be told to know what the master knows. Filters of earlier refusals are
 * not among it: frameworks are asked anew.
 */
public final class Replay {

  private Replay() {}

  /** Tells a new allocator about the cluster; what is on offer counts as used. */
  public static List<Consumer<Allocator>> of(Cluster cluster, Optional<Set<String>> whitelist) {
    Map<AgentID, Map<FrameworkID, Resources>> offered = offered(cluster);
    List<Consumer<Allocator>> inputs = new ArrayList<>();
    inputs.add(Allocator::pause);
    inputs.add(allocator -> allocator.updateWhitelist(whitelist));
    cluster.frameworks().values().forEach(framework -> inputs.add(add(framework)));
    cluster
        .agents()
        .values()
        .forEach(agent -> inputs.add(add(agent, offered.getOrDefault(agent.id(), Map.of()))));
    inputs.add(Allocator::resume);
    return inputs;
  }

  private static Consumer<Allocator> add(Framework framework) {
    return allocator ->
        allocator.addFramework(
            framework.id(),
            framework.info(),
            Map.of(),
            framework.active(),
            framework.suppressedRoles());
  }

  private static Consumer<Allocator> add(Agent agent, Map<FrameworkID, Resources> offered) {
    Map<FrameworkID, Resources> taken = new HashMap<>(agent.used());
    offered.forEach((framework, more) -> taken.merge(framework, more, Resources::plus));
    return allocator -> {
      allocator.addAgent(agent.id(), agent.info(), agent.capabilities(), agent.total(), taken);
      if (!agent.active()) {
        allocator.deactivateAgent(agent.id());
      }
    };
  }

  private static Map<AgentID, Map<FrameworkID, Resources>> offered(Cluster cluster) {
    Map<AgentID, Map<FrameworkID, Resources>> offered = new HashMap<>();
    for (Offered offer : cluster.offers()) {
      offered
          .computeIfAbsent(offer.agent(), agent -> new HashMap<>())
          .merge(offer.framework(), offer.resources(), Resources::plus);
    }
    return offered;
  }
}
