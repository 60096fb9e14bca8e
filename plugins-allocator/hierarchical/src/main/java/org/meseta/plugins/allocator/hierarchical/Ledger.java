package org.meseta.plugins.allocator.hierarchical;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.meseta.plugins.allocator.hierarchical.quota.QuotaBook;
import org.meseta.plugins.allocator.hierarchical.share.ShareTree;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;

/**
 * Who holds what. Keeps the agents' books, the shares and the quotas in step, also for frameworks
 * that the master has not told of yet: what they hold is not free, but is nobody's share.
 */
final class Ledger {

  private final ShareTree<Client> tree;
  private final Clients clients;
  private final QuotaBook quotas;
  private final Map<FrameworkID, FrameworkState> frameworks;
  private final Map<FrameworkID, Set<AgentState>> holders = new HashMap<>();

  /**
   * @param frameworks that are known; kept by the caller
   */
  Ledger(
      ShareTree<Client> tree,
      Clients clients,
      QuotaBook quotas,
      Map<FrameworkID, FrameworkState> frameworks) {
    this.quotas = quotas;
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
    consume(resources);
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
    giveBack(before, after);
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

  /** It counts whoever holds it, also who is not known. */
  private void consume(Resources held) {
    if (!quotas.isEmpty()) {
      for (String role : held.allocationRoles()) {
        quotas.consume(role, loose(held, role));
      }
    }
  }

  private static ResourceQuantities loose(Resources held, String role) {
    return Portion.loose(held.allocatedOnlyTo(role)).scalarQuantities();
  }

  private void giveBack(Resources before, Resources after) {
    quotas.loosened();
    if (!quotas.isEmpty()) {
      for (String role : before.allocationRoles()) {
        quotas.giveBack(role, loose(before, role).minus(loose(after, role)));
      }
    }
  }

  /** There is an agent more. */
  void add(AgentState agent) {
    tree.addTotal(agent.total().scalarQuantities());
    reserve(agent.total());
    quotas.loosened();
  }

  /** The agent will have another total, or will be gone. */
  void remove(AgentState agent) {
    tree.removeTotal(agent.total().scalarQuantities());
    if (!quotas.isEmpty()) {
      Resources reserved = agent.total().reserved();
      for (String role : reserved.reservationRoles()) {
        quotas.giveBack(role, reservedTo(role, reserved));
      }
    }
  }

  /** What is reserved to a role counts for its quota, whether somebody holds it or not. */
  private void reserve(Resources total) {
    if (!quotas.isEmpty()) {
      Resources reserved = total.reserved();
      for (String role : reserved.reservationRoles()) {
        quotas.consume(role, reservedTo(role, reserved));
      }
    }
  }

  private static ResourceQuantities reservedTo(String role, Resources reserved) {
    return reserved.reservedTo(role).nonRevocable().scalarQuantities();
  }

  /** Counts anew what roles with quotas consume, if need be. */
  void recount(Collection<AgentState> agents) {
    if (quotas.isStale()) {
      quotas.restart();
      for (AgentState agent : agents) {
        reserve(agent.total());
        agent.held().values().forEach(this::consume);
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
