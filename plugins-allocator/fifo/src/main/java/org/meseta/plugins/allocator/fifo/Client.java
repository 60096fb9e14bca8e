package org.meseta.plugins.allocator.fifo;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.plugin.allocator.OfferFilter;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.FrameworkInfo.Capability;

/** A framework, and until when it does not want which agent for which role. */
final class Client {
  final Map<AgentID, Map<String, Long>> refusals = new HashMap<>();
  final Set<String> suppressed = new HashSet<>();
  List<String> roles = List.of();
  OfferFilter filter = OfferFilter.NONE;
  boolean active;
  private boolean regionAware;

  @SuppressWarnings("deprecation") // frameworks with one role still say it so
  void update(FrameworkInfo info, FrameworkOptions options) {
    roles = has(info, Capability.Type.MULTI_ROLE) ? info.getRolesList() : List.of(info.getRole());
    regionAware = has(info, Capability.Type.REGION_AWARE);
    suppressed.clear();
    suppressed.addAll(options.suppressedRoles());
    filter = options.offerFilter();
    refusals.values().forEach(byRole -> byRole.keySet().retainAll(roles));
  }

  private static boolean has(FrameworkInfo info, Capability.Type type) {
    return info.getCapabilitiesList().stream().anyMatch(c -> c.getType() == type);
  }

  boolean takes(AgentInfo agent, AllocatorOptions options) {
    return regionAware || !options.isRemote(agent);
  }

  boolean wants(AgentID agent, String role, long now) {
    Long until = refusals.getOrDefault(agent, Map.of()).get(role);
    return active && !suppressed.contains(role) && (until == null || until - now < 0);
  }
}
