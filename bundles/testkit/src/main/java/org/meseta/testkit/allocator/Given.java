package org.meseta.testkit.allocator;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.DomainInfo;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.Resource;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;

/** What tests of allocators are made of. */
public final class Given {

  private Given() {}

  /** The master's defaults, with a cycle each second. */
  public static AllocatorOptions options() {
    return options("cpus:0.01|mem:32", Set.of(), Map.of(), true);
  }

  /** As {@link #options}, but with other limits of what is worth an offer. */
  public static AllocatorOptions minAllocatable(String alternatives) {
    return options(alternatives, Set.of(), Map.of(), true);
  }

  /** As {@link #options}, with weights of roles. */
  public static AllocatorOptions weights(Map<String, Double> weights) {
    return options("", Set.of(), weights, true);
  }

  /** As {@link #options}, with names that count in no share. */
  public static AllocatorOptions excluded(String... names) {
    return options("", Set.of(names), Map.of(), false);
  }

  /** As {@link #options}, but agents with gpus are for everybody. */
  public static AllocatorOptions gpusForAll() {
    return options("", Set.of(), Map.of(), false);
  }

  /** As {@link #options}, with a cycle each so often. */
  public static AllocatorOptions interval(Duration interval) {
    return new AllocatorOptions(
        interval, List.of(), Set.of(), Map.of(), true, "drf", "drf", Optional.empty());
  }

  private static AllocatorOptions options(
      String minAllocatable, Set<String> excluded, Map<String, Double> weights, boolean gpus) {
    return new AllocatorOptions(
        Duration.ofSeconds(1),
        ResourceQuantities.parseAlternatives(minAllocatable),
        excluded,
        weights,
        gpus,
        "drf",
        "drf",
        Optional.empty());
  }

  /** As {@link #options}, in a region. */
  public static AllocatorOptions region(String region) {
    AllocatorOptions usual = options();
    return new AllocatorOptions(
        usual.allocationInterval(),
        usual.minAllocatableResources(),
        usual.fairShareExcludedNames(),
        usual.weights(),
        usual.filterGpuResources(),
        usual.roleSorter(),
        usual.frameworkSorter(),
        Optional.of(region));
  }

  /** As {@link #options}, for which anything is worth an offer, with other orders. */
  public static AllocatorOptions sorters(String ofRoles, String ofFrameworks) {
    return sorters(ofRoles, ofFrameworks, Map.of());
  }

  /** As {@link #sorters}, with weights of roles. */
  public static AllocatorOptions sorters(
      String ofRoles, String ofFrameworks, Map<String, Double> weights) {
    return new AllocatorOptions(
        Duration.ofSeconds(1),
        List.of(),
        Set.of(),
        weights,
        true,
        ofRoles,
        ofFrameworks,
        Optional.empty());
  }

  /** Resources in their text form. */
  public static Resources resources(String text) {
    return Resources.parse(text, "*");
  }

  /** The same resources, but the agent may take them back. */
  public static Resources revocable(String text) {
    return Resources.of(
        resources(text).toList().stream()
            .map(
                resource ->
                    resource.toBuilder()
                        .setRevocable(Resource.RevocableInfo.getDefaultInstance())
                        .build())
            .toList());
  }

  /** A framework with several roles. */
  public static FrameworkInfo.Builder multiRole(String... roles) {
    return FrameworkInfo.newBuilder()
        .setUser("user")
        .setName("name")
        .addAllRoles(Arrays.asList(roles))
        .addCapabilities(capability(Capability.Type.MULTI_ROLE));
  }

  /** A framework with one role. */
  @SuppressWarnings("deprecation") // such frameworks still say their role so
  public static FrameworkInfo.Builder singleRole(String role) {
    return FrameworkInfo.newBuilder().setUser("user").setName("name").setRole(role);
  }

  /** Something that a framework can deal with. */
  public static Capability capability(Capability.Type type) {
    return Capability.newBuilder().setType(type).build();
  }

  /** What today's agents can deal with. */
  public static List<AgentInfo.Capability> abilities() {
    return List.of(
        ability(AgentInfo.Capability.Type.MULTI_ROLE),
        ability(AgentInfo.Capability.Type.HIERARCHICAL_ROLE),
        ability(AgentInfo.Capability.Type.RESERVATION_REFINEMENT));
  }

  /** Something that an agent can deal with. */
  public static AgentInfo.Capability ability(AgentInfo.Capability.Type type) {
    return AgentInfo.Capability.newBuilder().setType(type).build();
  }

  /** An agent on a host of this name. */
  public static AgentInfo agentInfo(String hostname) {
    return AgentInfo.newBuilder().setHostname(hostname).build();
  }

  /** An agent on a host of this name, in a region. */
  public static AgentInfo agentInfo(String hostname, String region) {
    AgentInfo.Builder agent = AgentInfo.newBuilder().setHostname(hostname);
    DomainInfo.FaultDomain.Builder domain = agent.getDomainBuilder().getFaultDomainBuilder();
    domain.getRegionBuilder().setName(region);
    domain.getZoneBuilder().setName("z");
    return agent.build();
  }
}
