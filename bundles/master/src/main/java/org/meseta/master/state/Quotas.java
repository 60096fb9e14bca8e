package org.meseta.master.state;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;

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

  private static Map<String, Long> milli(Map<String, Value.Scalar> amounts) {
    Map<String, Long> milli = new HashMap<>();
    amounts.forEach((name, amount) -> milli.put(name, Math.round(amount.getValue() * MILLI)));
    return milli;
  }
}
