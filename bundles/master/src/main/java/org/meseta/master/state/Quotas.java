package org.meseta.master.state;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;
import org.meseta.resources.Roles;

/** Quotas as messages say them, and as everybody else has them. */
public final class Quotas {
  private static final double MILLI = 1000;

  private Quotas() {}

  /** By role; the amounts have been checked. */
  public static Map<String, Quota> of(Collection<QuotaConfig> configs) {
    Map<String, Quota> quotas = new HashMap<>();
    configs.forEach(config -> quotas.put(config.getRole(), of(config)));
    return quotas;
  }

  /** What a message says; its amounts have been checked. */
  public static Quota of(QuotaConfig config) {
    return new Quota(
        ResourceQuantities.ofMilli(milli(config.getGuaranteesMap())),
        ResourceLimits.ofMilli(milli(config.getLimitsMap())));
  }

  /**
   * What a role and those below it consume: what is reserved to them, used or not, and what else is
   * allocated to them. What may be revoked does not count, nor do offers.
   */
  public static ResourceQuantities consumed(String role, Collection<Agent> agents) {
    ResourceQuantities sum = ResourceQuantities.empty();
    for (Agent agent : agents) {
      for (String reserved : agent.total().reservationRoles()) {
        if (cover(role, reserved)) {
          sum = sum.plus(agent.total().reservedTo(reserved).nonRevocable().scalarQuantities());
        }
      }
      for (Resources used : agent.used().values()) {
        sum = sum.plus(unreserved(role, used));
      }
    }
    return sum;
  }

  /** What of these resources is allocated to a role or one below it, and counts besides. */
  public static ResourceQuantities unreserved(String role, Resources allocated) {
    Resources counts = allocated.nonRevocable().unreserved();
    ResourceQuantities sum = ResourceQuantities.empty();
    for (String allocation : counts.allocationRoles()) {
      if (cover(role, allocation)) {
        sum = sum.plus(counts.allocatedOnlyTo(allocation).scalarQuantities());
      }
    }
    return sum;
  }

  /** Whether a quota of {@code role} is about {@code other}. */
  public static boolean cover(String role, String other) {
    return role.equals(other) || Roles.isStrictSubroleOf(other, role);
  }

  private static Map<String, Long> milli(Map<String, Value.Scalar> amounts) {
    Map<String, Long> milli = new HashMap<>();
    amounts.forEach((name, amount) -> milli.put(name, Math.round(amount.getValue() * MILLI)));
    return milli;
  }
}
