package org.meseta.plugins.allocator.hierarchical;

import java.util.Collection;
import org.meseta.plugins.allocator.hierarchical.quota.QuotaBook;
import org.meseta.plugins.allocator.hierarchical.share.Dimensions;

/** Finds out at the begin of a run how much is free that must be kept for what roles are owed. */
final class Headroom {

  private final QuotaBook quotas;
  private final Dimensions dimensions;
  private final Ledger ledger;
  private final Gate gate;
  private final Collection<AgentState> agents;

  /**
   * @param agents all there are at any time
   */
  Headroom(
      QuotaBook quotas,
      Dimensions dimensions,
      Ledger ledger,
      Gate gate,
      Collection<AgentState> agents) {
    this.quotas = quotas;
    this.dimensions = dimensions;
    this.ledger = ledger;
    this.gate = gate;
    this.agents = agents;
  }

  /** Quotas may have changed. */
  void recount() {
    ledger.recount(agents);
  }

  /** What an agent that may not be offered has free is no help to anybody: it does not count. */
  void look() {
    if (quotas.isEmpty()) {
      return;
    }
    quotas.begin();
    for (AgentState agent : agents) {
      if (gate.judge(agent) == Hurdle.NONE) {
        quotas.free(agent.offerable().whole().loose(dimensions));
      }
    }
  }

  /** Whether quotas, if there are any, concern all scalars that are left of an agent. */
  boolean isOnlyLoose(Offerable left) {
    return !quotas.isEmpty() && left.whole().isLoose(dimensions);
  }

  /** Somebody was given what was free. */
  void taken(AgentPass.Grant grant) {
    if (!quotas.isEmpty()) {
      quotas.taken(Portion.loose(grant.resources()).scalarQuantities());
    }
  }

  boolean isAnythingOwed() {
    return !quotas.isEmpty() && quotas.isAnythingOwed();
  }

  /** See {@link QuotaBook#generation}. */
  long generation() {
    return quotas.generation();
  }
}
