package org.meseta.master.roles;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.meseta.master.state.Quotas;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.quota.QuotaConfig;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Roles;

/** Says what is wrong with quotas, in a sentence without its full stop; empty if nothing is. */
public final class QuotaCheck {
  private static final double MOST = 1e12;

  private QuotaCheck() {}

  /** Each by itself, and that no role is named twice. */
  public static Optional<String> invalid(List<QuotaConfig> configs) {
    Set<String> seen = new HashSet<>();
    for (QuotaConfig config : configs) {
      Optional<String> why =
          seen.add(config.getRole())
              ? invalid(config)
              : Optional.of("Role '" + config.getRole() + "' is named twice");
      if (why.isPresent()) {
        return why;
      }
    }
    return configs.isEmpty() ? Optional.of("No quota is given") : Optional.empty();
  }

  private static Optional<String> invalid(QuotaConfig config) {
    String role = config.getRole();
    if (role.equals(Roles.DEFAULT)) {
      return Optional.of("The default role '*' cannot have a quota");
    }
    return Roles.invalid(role)
        .or(() -> invalid(role, "guarantee", config.getGuaranteesMap()))
        .or(() -> invalid(role, "limit", config.getLimitsMap()))
        .or(() -> beyondLimits(role, Quotas.of(config)));
  }

  private static Optional<String> invalid(
      String role, String what, Map<String, Value.Scalar> amounts) {
    for (Map.Entry<String, Value.Scalar> amount : new TreeMap<>(amounts).entrySet()) {
      Optional<String> wrongName = ResourceQuantities.invalidName(amount.getKey());
      if (wrongName.isPresent()) {
        return wrongName.map(why -> "A %s for role '%s': %s".formatted(what, role, why));
      }
      double value = amount.getValue().getValue();
      boolean valid = value >= 0 && value <= MOST;
      if (!valid) {
        return Optional.of(
            "The %s of '%s' for role '%s' is %s; it must be a number from 0 to 1e12"
                .formatted(what, amount.getKey(), role, value));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> beyondLimits(String role, Quota quota) {
    return quota.limits().allow(quota.guarantees())
        ? Optional.empty()
        : Optional.of(
            "The guarantees (%s) of role '%s' are more than its limits (%s)"
                .formatted(quota.guarantees(), role, quota.limits()));
  }

  /**
   * All quotas together: the roles below another one are not owed more than that one is, and none
   * may have more.
   */
  public static Optional<String> contradiction(Map<String, Quota> quotas) {
    SortedMap<String, Quota> sorted = new TreeMap<>(quotas);
    Map<String, ResourceQuantities> below = new HashMap<>();
    for (Map.Entry<String, Quota> entry : sorted.entrySet()) {
      Optional<String> above = nearest(entry.getKey(), quotas);
      if (above.isPresent()) {
        String parent = above.get();
        below.merge(parent, entry.getValue().guarantees(), ResourceQuantities::plus);
        Optional<String> why = beyond(entry.getKey(), entry.getValue(), parent, quotas.get(parent));
        if (why.isPresent()) {
          return why;
        }
      }
    }
    return sorted.entrySet().stream()
        .filter(e -> !e.getValue().guarantees().contains(sum(below, e.getKey())))
        .findFirst()
        .map(
            e ->
                "The guarantees of the roles below '%s' (%s together) are more than its own (%s)"
                    .formatted(e.getKey(), sum(below, e.getKey()), e.getValue().guarantees()));
  }

  private static Optional<String> beyond(
      String role, Quota quota, String parent, @org.jspecify.annotations.Nullable Quota above) {
    ResourceLimits most = above == null ? ResourceLimits.none() : above.limits();
    for (String name : most.names()) {
      long limit = quota.limits().milli(name);
      if (limit != Long.MAX_VALUE && limit > most.milli(name)) {
        return Optional.of(
            "The limit of '%s' for role '%s' is more than that of role '%s' (%s)"
                .formatted(name, role, parent, most));
      }
    }
    return Optional.empty();
  }

  private static ResourceQuantities sum(Map<String, ResourceQuantities> below, String role) {
    return below.getOrDefault(role, ResourceQuantities.empty());
  }

  private static Optional<String> nearest(String role, Map<String, Quota> quotas) {
    return Roles.ancestors(role).stream().filter(quotas::containsKey).findFirst();
  }

  /** Whether more would be guaranteed than before, and than there is. */
  public static Optional<String> overcommitment(
      Map<String, Quota> before, Map<String, Quota> after, ResourceQuantities capacity) {
    ResourceQuantities owed = owed(after);
    return capacity.contains(owed) || owed(before).contains(owed)
        ? Optional.empty()
        : Optional.of(
            "The guarantees of all roles (%s together) are more than what the cluster has (%s);"
                    .formatted(owed, capacity)
                + " 'force' sets them all the same");
  }

  private static ResourceQuantities owed(Map<String, Quota> quotas) {
    ResourceQuantities owed = ResourceQuantities.empty();
    for (Map.Entry<String, Quota> quota : quotas.entrySet()) {
      if (nearest(quota.getKey(), quotas).isEmpty()) {
        owed = owed.plus(quota.getValue().guarantees());
      }
    }
    return owed;
  }

  /** Whether a role has more already than it may. */
  public static Optional<String> exceeded(
      String role, ResourceLimits limits, ResourceQuantities consumed) {
    return limits.allow(consumed)
        ? Optional.empty()
        : Optional.of(
            "Role '%s' consumes %s already, more than the limits (%s);"
                    .formatted(role, consumed, limits)
                + " 'force' sets them all the same");
  }
}
