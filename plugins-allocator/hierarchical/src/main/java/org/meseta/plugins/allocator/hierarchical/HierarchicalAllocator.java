package org.meseta.plugins.allocator.hierarchical;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meseta.plugin.allocator.Allocator;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.plugin.allocator.Obstacle;
import org.meseta.plugin.allocator.Quota;
import org.meseta.plugins.allocator.hierarchical.quota.QuotaBook;
import org.meseta.plugins.allocator.hierarchical.share.Dimensions;
import org.meseta.plugins.allocator.hierarchical.share.ShareTree;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Unavailability;
import org.meseta.protocol.v1.allocator.InverseOfferStatus;
import org.meseta.resources.Resources;

/** Takes what the master tells to those whom it concerns. */
final class HierarchicalAllocator implements Allocator {

  private final Map<AgentID, AgentState> agents = new LinkedHashMap<>();
  private final ShareTree<Client> tree;
  private final Sorting sorting;
  private final QuotaBook quotas;
  private final Ledger ledger;
  private final FilterTable filters;
  private final Frameworks frameworks;
  private final Gate gate;
  private final InverseOffers inverseOffers;
  private final Inquiry inquiry;
  private final Cycle cycle;
  private final Rounds rounds;
  private final Figures figures;

  HierarchicalAllocator(AllocatorContext context, Sorters sorters) {
    AllocatorOptions options = context.options();
    Dimensions dimensions = new Dimensions();
    tree = new ShareTree<>(dimensions, options.fairShareExcludedNames(), options.weights());
    sorting = new Sorting(context, tree, sorters);
    quotas = new QuotaBook(dimensions);
    Clients clients = new Clients(tree);
    Map<FrameworkID, FrameworkState> known = new HashMap<>();
    ledger = new Ledger(tree, clients, quotas, known);
    filters = new FilterTable(context.clock(), options.allocationInterval(), clients);
    frameworks = new Frameworks(known, clients, ledger, filters, agents.values());
    gate = new Gate(options, filters, quotas, dimensions);
    Headroom headroom = new Headroom(quotas, dimensions, ledger, gate, agents.values());
    inverseOffers = new InverseOffers(context, known);
    inquiry = new Inquiry(tree, filters, quotas, known, gate, headroom, agents.values());
    cycle = new Cycle(context, tree, filters, ledger, frameworks, gate, headroom);
    figures = new Figures(context.metrics(), tree, filters, clients, quotas);
    rounds = new Rounds(context, agents.values(), cycle, inverseOffers, filters, figures);
    rounds.start();
  }

  @Override
  public void addFramework(
      FrameworkID id,
      FrameworkInfo info,
      Map<AgentID, Resources> used,
      boolean active,
      FrameworkOptions options) {
    frameworks.add(id, info, active, options);
    used.forEach((agent, resources) -> holdIfNew(agent, id, resources));
    rounds.askAll();
  }

  /** The agent may have come with the same news. */
  private void holdIfNew(AgentID agent, FrameworkID framework, Resources resources) {
    AgentState state = agents.get(agent);
    if (state != null && state.heldBy(framework).isEmpty()) {
      ledger.hold(state, framework, resources);
    }
  }

  @Override
  public void updateFramework(FrameworkID id, FrameworkInfo info, FrameworkOptions options) {
    frameworks.update(id, info, options);
    rounds.askAll();
  }

  @Override
  public void removeFramework(FrameworkID id) {
    frameworks.remove(id);
    inverseOffers.forget(id);
  }

  @Override
  public void activateFramework(FrameworkID id) {
    frameworks.activate(id);
    rounds.askAll();
  }

  @Override
  public void deactivateFramework(FrameworkID id) {
    frameworks.deactivate(id);
    inverseOffers.away(id);
  }

  @Override
  public void addAgent(
      AgentID id,
      AgentInfo info,
      List<AgentInfo.Capability> capabilities,
      Resources total,
      Map<FrameworkID, Resources> used) {
    if (agents.containsKey(id)) {
      throw new IllegalArgumentException("agent " + id.getValue() + " is known already");
    }
    AgentState agent = new AgentState(id, info, capabilities, total);
    agents.put(id, agent);
    ledger.add(agent);
    used.forEach((framework, resources) -> ledger.hold(agent, framework, resources));
    rounds.ask(agent);
  }

  @Override
  public void updateAgent(
      AgentID id, AgentInfo info, List<AgentInfo.Capability> capabilities, Resources total) {
    AgentState agent = agent(id);
    ledger.remove(agent);
    agent.update(info, capabilities, total);
    ledger.add(agent);
    filters.drop(agent);
    rounds.ask(agent);
  }

  @Override
  public void removeAgent(AgentID id) {
    AgentState agent = agent(id);
    filters.drop(agent);
    ledger.clear(agent);
    ledger.remove(agent);
    rounds.forget(agent);
    inverseOffers.update(agent, Optional.empty());
    agents.remove(id);
  }

  @Override
  public void activateAgent(AgentID id) {
    AgentState agent = agent(id);
    agent.active = true;
    quotas.loosened();
    rounds.ask(agent);
  }

  @Override
  public void deactivateAgent(AgentID id) {
    agent(id).active = false;
  }

  @Override
  public void updateAllocation(
      FrameworkID framework, AgentID id, Resources before, Resources after) {
    AgentState agent = agent(id);
    if (!agent.heldBy(framework).contains(before)) {
      throw new IllegalArgumentException(
          "framework " + framework.getValue() + " does not have " + before);
    }
    ledger.release(agent, framework, before);
    convert(agent, before.unallocated(), after.unallocated());
    ledger.hold(agent, framework, after);
  }

  @Override
  public void updateAvailable(AgentID id, Resources before, Resources after) {
    AgentState agent = agent(id);
    convert(agent, before, after);
    rounds.ask(agent);
  }

  private void convert(AgentState agent, Resources before, Resources after) {
    ledger.remove(agent);
    agent.setTotal(agent.total().minus(before).plus(after).withSharedOnce());
    ledger.add(agent);
  }

  private AgentState agent(AgentID id) {
    AgentState agent = agents.get(id);
    if (agent == null) {
      throw new IllegalArgumentException("agent " + id.getValue() + " is not known");
    }
    return agent;
  }

  @Override
  public void updateUnavailability(AgentID id, Optional<Unavailability> unavailability) {
    AgentState agent = agent(id);
    inverseOffers.update(agent, unavailability);
    rounds.ask(agent);
  }

  @Override
  public void updateInverseOffer(
      AgentID id,
      FrameworkID framework,
      Optional<InverseOfferStatus> answer,
      Optional<Filters> wanted) {
    AgentState agent = agents.get(id);
    if (agent != null) {
      inverseOffers.answered(agent, framework, answer, wanted);
    }
  }

  @Override
  public Map<AgentID, Map<FrameworkID, InverseOfferStatus>> inverseOfferStatuses() {
    return inverseOffers.answers();
  }

  @Override
  public void updateWhitelist(Optional<Set<String>> hostnames) {
    gate.setWhitelist(hostnames);
    quotas.loosened();
  }

  @Override
  public void recoverResources(
      FrameworkID framework, AgentID agent, Resources resources, Optional<Filters> wanted) {
    AgentState state = agents.get(agent);
    if (state == null) {
      return; // The agent went first, and what was allocated there with it.
    }
    wanted.ifPresent(filter -> addFilter(state, framework, resources, filter));
    ledger.release(state, framework, resources);
  }

  @Override
  public void addFilter(FrameworkID framework, AgentID agent, Resources refused, Filters wanted) {
    AgentState state = agents.get(agent);
    if (state != null) {
      addFilter(state, framework, refused, wanted);
    }
  }

  private void addFilter(
      AgentState agent, FrameworkID framework, Resources refused, Filters wanted) {
    frameworks
        .subscribedClients(framework, refused)
        .forEach(
            (role, client) -> filters.add(client, agent, refused.allocatedOnlyTo(role), wanted));
  }

  @Override
  public void suppressOffers(FrameworkID framework, Set<String> roles) {
    frameworks.suppress(framework, roles);
  }

  @Override
  public void reviveOffers(FrameworkID framework, Set<String> roles) {
    frameworks.revive(framework, roles);
    inverseOffers.revive(framework);
    rounds.askAll();
  }

  @Override
  public void updateWeights(Map<String, Double> weights) {
    weights.forEach(
        (role, weight) -> {
          if (!(weight > 0)) {
            throw new IllegalArgumentException("the weight of '" + role + "' is " + weight);
          }
        });
    tree.setWeights(weights);
  }

  @Override
  public void updateQuotas(Map<String, Quota> changed) {
    quotas.update(changed);
    rounds.askAll();
  }

  @Override
  public Optional<Map<AgentID, Obstacle>> obstacles(FrameworkID framework, String role) {
    return inquiry.obstacles(framework, role);
  }

  @Override
  public void pause() {
    rounds.pause();
  }

  @Override
  public void resume() {
    rounds.resume();
  }

  @Override
  public void close() {
    rounds.close();
    sorting.close();
    figures.close();
  }
}
