package org.meseta.master.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meseta.master.state.RecoveredAgent;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.quota.QuotaConfig;

/**
 * What a master finds of its predecessor.
 *
 * @param agents that were part of the cluster
 * @param unreachable agents, and since when
 * @param gone agents that must not come back, and since when
 * @param weights by role
 * @param quotas one for each role that has one
 * @param deactivated agents of which nothing is to be offered; none of them is gone
 */
public record Remembered(
    List<RecoveredAgent> agents,
    Map<AgentID, Instant> unreachable,
    Map<AgentID, Instant> gone,
    Map<String, Double> weights,
    List<QuotaConfig> quotas,
    Set<AgentID> deactivated) {

  /** Nothing. */
  public static final Remembered NOTHING =
      new Remembered(List.of(), Map.of(), Map.of(), Map.of(), List.of(), Set.of());

  public Remembered {
    agents = List.copyOf(agents);
    unreachable = Map.copyOf(unreachable);
    gone = Map.copyOf(gone);
    weights = Map.copyOf(weights);
    quotas = List.copyOf(quotas);
    deactivated = Set.copyOf(deactivated);
  }
}
