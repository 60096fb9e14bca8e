package org.meseta.master.state;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.MasterInfo;

/**
 * All that the master knows at one moment. Immutable: readers keep it as long as they like.
 *
 * @param master this master
 * @param leader the leading master, if known
 * @param startTime when the process started
 * @param electedTime when this master began to lead, if it does
 * @param agents registered agents by id
 * @param unreachableAgents how many agents are known and not to be reached
 * @param frameworks known frameworks by id, connected or not
 * @param completedFrameworks removed ones, the oldest first
 * @param weights weight by role, where it is not 1
 */
public record Cluster(
    MasterInfo master,
    Optional<MasterInfo> leader,
    Instant startTime,
    Optional<Instant> electedTime,
    Map<AgentID, Agent> agents,
    int unreachableAgents,
    Map<FrameworkID, Framework> frameworks,
    List<Framework> completedFrameworks,
    Map<String, Double> weights) {

  public Cluster {
    agents = Table.of(agents);
    frameworks = Table.of(frameworks);
    completedFrameworks = List.copyOf(completedFrameworks);
    weights = Map.copyOf(weights);
  }

  /** All offers that are out. */
  public Collection<Offered> offers() {
    return frameworks.values().stream().flatMap(f -> f.offers().values().stream()).toList();
  }
}
