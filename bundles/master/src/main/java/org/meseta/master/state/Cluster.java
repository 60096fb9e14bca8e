package org.meseta.master.state;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.protocol.v1.quota.QuotaConfig;

/**
 * All that the master knows at one moment. Immutable: readers keep it as long as they like.
 *
 * @param master this master
 * @param leader the leading master, if known
 * @param startTime when the process started
 * @param electedTime when this master began to lead, if it does
 * @param agents registered agents by id
 * @param absent agents that are known and not registered
 * @param frameworks known frameworks by id, connected or not
 * @param completedFrameworks removed ones, the oldest first
 * @param weights weight by role; other roles have 1
 * @param quotas quota by role, where there is one
 */
public record Cluster(
    MasterInfo master,
    Optional<MasterInfo> leader,
    Instant startTime,
    Optional<Instant> electedTime,
    Map<AgentID, Agent> agents,
    AbsentAgents absent,
    Map<FrameworkID, Framework> frameworks,
    List<Framework> completedFrameworks,
    Map<String, Double> weights,
    Map<String, QuotaConfig> quotas) {

  public Cluster {
    agents = Table.of(agents);
    frameworks = Table.of(frameworks);
    completedFrameworks = List.copyOf(completedFrameworks);
    weights = Table.of(weights);
    quotas = Table.of(quotas);
  }

  /** How many agents are known and not to be reached. */
  public int unreachableAgents() {
    return absent.unreachable().size();
  }

  /** All offers that are out. */
  public Collection<Offered> offers() {
    return frameworks.values().stream().flatMap(f -> f.offers().values().stream()).toList();
  }
}
