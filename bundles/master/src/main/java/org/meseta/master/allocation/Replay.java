package org.meseta.master.allocation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Offered;
import org.meseta.master.state.Quotas;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.Resources;

/** All that an allocator must be told to know what the master knows. */
final class Replay {

  private Replay() {}

  /** Tells a new allocator about the cluster; what is on offer counts as used. */
  static List<Input> of(Cluster cluster, Optional<Set<String>> whitelist) {
    Map<AgentID, Map<FrameworkID, Resources>> offered = new HashMap<>();
    cluster.offers().forEach(offer -> add(offered, offer));
    List<Input> inputs = new ArrayList<>();
    inputs.add(new Input("updateWhitelist", a -> a.updateWhitelist(whitelist)));
    inputs.add(new Input("updateWeights", a -> a.updateWeights(cluster.weights())));
    if (!cluster.quotas().isEmpty()) {
      Map<String, Quota> quotas = Quotas.of(cluster.quotas().values());
      inputs.add(new Input("updateQuotas", a -> a.updateQuotas(quotas)));
    }
    cluster.frameworks().values().forEach(framework -> inputs.add(add(framework)));
    cluster
        .agents()
        .values()
        .forEach(agent -> inputs.add(add(agent, offered.getOrDefault(agent.id(), Map.of()))));
    return inputs;
  }

  /** Tells an allocator that knows an agent all about it anew. */
  static Input again(Agent agent, List<Offered> offers) {
    Map<AgentID, Map<FrameworkID, Resources>> offered = new HashMap<>();
    offers.forEach(offer -> add(offered, offer));
    Input anew = add(agent, offered.getOrDefault(agent.id(), Map.of()));
    return new Input(
        anew.what(),
        allocator -> {
          allocator.removeAgent(agent.id());
          anew.tell(allocator);
        });
  }

  private static Input add(Framework framework) {
    return new Input(
        "addFramework",
        allocator ->
            allocator.addFramework(
                framework.id(),
                framework.info(),
                Map.of(),
                framework.active(),
                new FrameworkOptions(framework.suppressedRoles(), framework.offerFilter())));
  }

  private static Input add(Agent agent, Map<FrameworkID, Resources> offered) {
    Map<FrameworkID, Resources> taken = new HashMap<>(agent.used());
    offered.forEach((framework, more) -> taken.merge(framework, more, Resources::plus));
    return new Input(
        "addAgent",
        allocator -> {
          allocator.addAgent(agent.id(), agent.info(), agent.capabilities(), agent.total(), taken);
          if (!agent.active()) {
            allocator.deactivateAgent(agent.id());
          }
        });
  }

  private static void add(Map<AgentID, Map<FrameworkID, Resources>> offered, Offered offer) {
    offered
        .computeIfAbsent(offer.agent(), agent -> new HashMap<>())
        .merge(offer.framework(), offer.resources(), Resources::plus);
  }
}
