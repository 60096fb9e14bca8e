package org.meseta.master.why;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.meseta.master.api.Explanation.Remedy;
import org.meseta.master.roles.QuotaCheck;
import org.meseta.plugin.allocator.Obstacle;
import org.meseta.plugin.allocator.Obstacle.Cut;
import org.meseta.plugin.allocator.Quota;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;

/** The smallest changes of quotas; a quota is replaced as a whole, so what stays is said too. */
final class QuotaRemedies {
  private static final long STEP = 1_000;
  private static final Map<String, Long> STEPS = Map.of("mem", 1_024 * STEP, "disk", 1_024 * STEP);

  private final Map<String, Quota> quotas;

  /**
   * @param quotas by role, where there is one
   */
  QuotaRemedies(Map<String, Quota> quotas) {
    this.quotas = quotas;
  }

  /** What would let more of it through. */
  Remedy of(Cut cut) {
    return cut.by() == Obstacle.Kind.QUOTA_LIMIT ? higherLimit(cut) : lessGuaranteed(cut.role());
  }

  private Remedy higherLimit(Cut cut) {
    String role = cut.role();
    Quota quota = quotas.get(role);
    String limits = cut.resources().size() > 1 ? "limits" : "limit";
    String advice = "Raise the " + limits + " of " + Words.names(cut) + " of role " + role;
    if (quota == null) {
      return Remedy.of(advice);
    }
    Map<String, Long> raised = new TreeMap<>();
    for (String name : quota.limits().names()) {
      long step = cut.resources().contains(name) ? STEPS.getOrDefault(name, STEP) : 0;
      raised.put(name, quota.limits().milli(name) + step);
    }
    Quota more = new Quota(quota.guarantees(), ResourceLimits.ofMilli(raised));
    return remedy(advice, " and of roles above it", role, more);
  }

  Remedy lessGuaranteed(String role) {
    Quota quota = quotas.get(role);
    if (quota == null) {
      return Remedy.of("Guarantee other roles less, or add agents");
    }
    Quota less = new Quota(ResourceQuantities.empty(), quota.limits());
    String kept = quota.limits().isEmpty() ? "the quota of role " : "the guarantees of role ";
    String limits = quota.limits().isEmpty() ? "" : ", not its limits";
    return remedy(
        "Guarantee less (this ends " + kept + role + limits + "), or add agents",
        ": roles below it are guaranteed something first",
        role,
        less);
  }

  /**
   * With a command, if it would be accepted.
   *
   * @param otherwise what else is to be said if it would not be
   */
  private Remedy remedy(String advice, String otherwise, String role, Quota quota) {
    Map<String, Quota> after = new HashMap<>(quotas);
    if (quota.equals(Quota.NONE)) {
      after.remove(role);
    } else {
      after.put(role, quota);
    }
    return QuotaCheck.contradiction(after).isPresent()
        ? Remedy.of(advice + otherwise)
        : new Remedy(advice, Paste.quota(role, quota));
  }
}
