package org.meseta.master.allocation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.master.state.Agent;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.Resources;

/**
 * Says what of an allocator's offers cannot be: an allocator may decide what it likes, but not give
 * away what is not there.
 */
final class OfferCheck {

  private OfferCheck() {}

  /** A copy that nobody changes any more; empty if it is no offer at all. */
  static Optional<Map<String, Map<AgentID, Resources>>> copied(
      @Nullable FrameworkID framework, @Nullable Map<String, Map<AgentID, Resources>> offers) {
    if (framework == null || offers == null) {
      return Optional.empty();
    }
    try {
      Map<String, Map<AgentID, Resources>> copy = new HashMap<>();
      offers.forEach((role, byAgent) -> copy.put(role, Map.copyOf(byAgent)));
      return Optional.of(Map.copyOf(copy));
    } catch (RuntimeException e) {
      return Optional.empty(); // null somewhere inside, or a map that does not work
    }
  }

  /** Whether they carry the role, and no other, as their allocation role. */
  static boolean areAllocatedTo(String role, Resources resources) {
    return resources.allocationRoles().equals(Set.of(role));
  }

  /** Whether the agent has them free; shared ones may be in use. */
  static boolean areFree(Agent agent, Resources taken, Resources offered) {
    Resources wanted = offered.unallocated();
    Resources whole = agent.total();
    if (!whole.contains(wanted)) {
      return false;
    }
    Resources out = agent.offered().unallocated().nonShared().plus(taken.nonShared());
    for (Resources used : agent.used().values()) {
      out = out.plus(used.unallocated().nonShared());
    }
    return whole.nonShared().contains(out.plus(wanted.nonShared()));
  }
}
