package org.meseta.master.roles;

import java.util.Collection;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Quotas;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;

/** What counts against quotas. */
public final class Consumption {

  private Consumption() {}

  /**
   * What a role and those below it consume: what is reserved to them, used or not, and what else is
   * allocated to them. What may be revoked does not count, nor do offers.
   */
  public static ResourceQuantities of(String role, Collection<Agent> agents) {
    return Quotas.consumed(role, agents);
  }

  /** What of these resources is allocated to a role or one below it, and counts besides. */
  public static ResourceQuantities unreserved(String role, Resources allocated) {
    return Quotas.unreserved(role, allocated);
  }

  /** All that could be guaranteed to somebody. */
  public static ResourceQuantities capacity(Collection<Agent> agents) {
    return agents.stream()
        .map(agent -> agent.total().nonRevocable().scalarQuantities())
        .reduce(ResourceQuantities.empty(), ResourceQuantities::plus);
  }

  /** Whether a quota of {@code role} is about {@code other}. */
  public static boolean covers(String role, String other) {
    return Quotas.cover(role, other);
  }
}
