package org.meseta.plugin.allocator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.resources.Domains;
import org.meseta.resources.ResourceQuantities;

/**
 * The master's flags that concern allocation.
 *
 * @param allocationInterval time between two cycles over all agents; positive
 * @param minAllocatableResources an agent is offered only if what is free contains one of these;
 *     empty: anything may be offered
 * @param fairShareExcludedNames names of resources that do not count in anybody's share
 * @param weights weight by role; positive; a role not named has weight 1
 * @param filterGpuResources whether agents with gpus are kept for frameworks that ask for gpus
 * @param roleSorter name of the order in which roles are served; for allocators that have several
 * @param frameworkSorter name of the order in which frameworks of a role are served
 * @param region the region that the master is in; empty: it does not say, and no agent is remote
 */
public record AllocatorOptions(
    Duration allocationInterval,
    List<ResourceQuantities> minAllocatableResources,
    Set<String> fairShareExcludedNames,
    Map<String, Double> weights,
    boolean filterGpuResources,
    String roleSorter,
    String frameworkSorter,
    Optional<String> region) {

  public AllocatorOptions {
    if (allocationInterval.isNegative() || allocationInterval.isZero()) {
      throw new IllegalArgumentException("allocation interval " + allocationInterval);
    }
    minAllocatableResources = List.copyOf(minAllocatableResources);
    fairShareExcludedNames = Set.copyOf(fairShareExcludedNames);
    weights = Map.copyOf(weights);
  }

  /**
   * Whether an agent is in another region than the master: such agents are kept for frameworks with
   * the capability REGION_AWARE. One that does not say where it is counts as near.
   */
  public boolean isRemote(AgentInfo agent) {
    return region.isPresent()
        && Domains.region(agent).filter(r -> !r.equals(region.get())).isPresent();
  }
}
