package org.meseta.plugins.allocator.hierarchical;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.meseta.plugins.allocator.hierarchical.share.ShareTree;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;

/**
 * Who holds what. Keeps the agents' books and the shares in step, also for frameworks that the
 * master has not told of yet: what they hold is not free, but is nobody's share.
 */
final class Ledger {

  private final ShareTree<Client> tree;
  private final Clients clients;
  private final Map<FrameworkID, FrameworkState> frameworks;
  private final Map<FrameworkID, Set<AgentState>> holders = new HashMap<>();

  /**
   * @param frameworks that are known; kept by the caller
   */
  Ledger(ShareTree<Client> tree, Clients clients, Map<FrameworkID, FrameworkState> frameworks) {
    this.tree = tree;
    this.clients = clients;
    this.frameworks = frameworks;
  }

  /** The framework has more. */
  void hold(AgentState agent, FrameworkID id, Resources resources) {
    Resources before = agent.heldBy(id);
    Resources after = before.plus(resources);
    agent.setHeld(id, after);
    holders.computeIfAbsent(id, i -> new HashSet<>()).add(agent);
    FrameworkState framework = frameworks.get(id);
    if (framework != null) {
      for (String role : resources.allocationRoles()) {
        Client client = clients.of(framework, role);
        tree.allocated(client.member, difference(after, before, role));
      }
    }
  }

  /** The framework has less; what it does not have is not taken. */
  void release(AgentState agent, FrameworkID id, Resources resources) {
    Resources before = agent.heldBy(id);
    Resources after = before.minus(resources);
    agent.setHeld(id, after);
    if (after.isEmpty()) {
      dropHolder(agent, id);
    }
    FrameworkState framework = frameworks.get(id);
    if (framework != null) {
      for (String role : before.allocationRoles()) {
        Client client = clients.of(framework, role);
        tree.released(client.member, difference(before, after, role));
        clients.removeIfDone(client);
      }
    }
  }

  private void dropHolder(AgentState agent, FrameworkID id) {
    holders.computeIfPresent(
        id,
        (i, agents) -> {
          agents.remove(agent);
          return agents.isEmpty() ? null : agents;
        });
  }

  /** Shared volumes count once, however many copies somebody has: hence not just the change. */
  private static ResourceQuantities difference(Resources more, Resources less, String role) {
    ResourceQuantities all = quantities(more, role);
    return less.isEmpty() ? all : all.minus(quantities(less, role));
  }

  private static ResourceQuantities quantities(Resources held, String role) {
    return held.allocatedOnlyTo(role).scalarQuantities();
  }

  /** The framework is known from now on: what it holds counts as its share. */
  void attach(FrameworkState framework) {
    for (AgentState agent : holders.getOrDefault(framework.id, Set.of())) {
      Resources held = agent.heldBy(framework.id);
      for (String role : held.allocationRoles()) {
        tree.allocated(clients.of(framework, role).member, quantities(held, role));
      }
    }
  }

  /** The framework is not known any more; what it still holds is not free until it is released. */
  void detach(FrameworkState framework) {
    for (AgentState agent : holders.getOrDefault(framework.id, Set.of())) {
      Resources held = agent.heldBy(framework.id);
      for (String role : held.allocationRoles()) {
        tree.released(clients.of(framework, role).member, quantities(held, role));
      }
    }
  }

  /** The agent is gone, and all that is held there. */
  void clear(AgentState agent) {
    for (FrameworkID id : Set.copyOf(agent.held().keySet())) {
      release(agent, id, agent.heldBy(id));
    }
  }
}
