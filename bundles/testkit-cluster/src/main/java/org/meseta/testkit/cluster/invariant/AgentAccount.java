package org.meseta.testkit.cluster.invariant;

import java.util.HashMap;
import java.util.Map;
import org.meseta.master.state.Agent;
import org.meseta.protocol.v1.Resource;
import org.meseta.resources.Resources;

/**
 * What of an agent is whose: reserved to a role, or loose and allocated or offered to it; and what
 * is left.
 */
final class AgentAccount {

  /** Of which this is the account. */
  final Agent agent;

  /** What each role has, those below it left out. */
  final Map<String, long[]> byRole = new HashMap<>();

  /** What is nobody's. */
  final long[] free = Amount.none();

  private AgentAccount(Agent agent) {
    this.agent = agent;
  }

  static AgentAccount of(Agent agent) {
    AgentAccount account = new AgentAccount(agent);
    for (Resource resource : agent.total().toList()) {
      if (Amount.isLoose(resource)) {
        Amount.add(account.free, resource, 1);
      } else if (!resource.hasRevocable()) {
        int last = resource.getReservationsCount() - 1;
        Amount.add(account.of(resource.getReservations(last).getRole()), resource, 1);
      }
    }
    agent.used().values().forEach(account::take);
    account.take(agent.offered());
    return account;
  }

  private void take(Resources resources) {
    for (Resource resource : resources.toList()) {
      if (Amount.isLoose(resource)) {
        Amount.add(of(resource.getAllocationInfo().getRole()), resource, 1);
        Amount.add(free, resource, -1);
      }
    }
  }

  private long[] of(String role) {
    return byRole.computeIfAbsent(role, r -> Amount.none());
  }
}
