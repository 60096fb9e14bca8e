package org.meseta.plugin.allocator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 */
public record AllocatorOptions(
    Duration allocationInterval,
    List<ResourceQuantities> minAllocatableResources,
    Set<String> fairShareExcludedNames,
    Map<String, Double> weights,
    boolean filterGpuResources,
    String roleSorter,
    String frameworkSorter) {

  public AllocatorOptions {
    if (allocationInterval.isNegative() || allocationInterval.isZero()) {
      throw new IllegalArgumentException("allocation interval " + allocationInterval);
    }
    minAllocatableResources = List.copyOf(minAllocatableResources);
    fairShareExcludedNames = Set.copyOf(fairShareExcludedNames);
    weights = Map.copyOf(weights);
  }
}
