package org.meseta.recording;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.meseta.plugin.allocator.Quota;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;

/**
 * What is to be otherwise in a replay than it was, whatever the recording says of it. All by role.
 *
 * @param weights weights
 * @param guarantees guarantees; the role's limits stay as recorded
 * @param limits limits; the role's guarantees stay as recorded
 */
public record Changes(
    Map<String, Double> weights,
    Map<String, ResourceQuantities> guarantees,
    Map<String, ResourceLimits> limits) {
  /** All as it was. */
  public static final Changes NONE = new Changes(Map.of(), Map.of(), Map.of());

  public Changes {
    weights = Map.copyOf(weights);
    guarantees = Map.copyOf(guarantees);
    limits = Map.copyOf(limits);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return weights.isEmpty() && quotaRoles().isEmpty();
  }

  /**
   * Looks whether a recording can be replayed with these.
   *
   * @param recording at its start; it is read to its end
   * @throws IllegalArgumentException if they name a role that the recording never has, or if a role
   *     were to be guaranteed more than it may have at any time; the message says which
   */
  public void check(Recording recording) throws IOException {
    new Objections(this).look(recording);
  }

  /** The roles that have other guarantees or limits. */
  Set<String> quotaRoles() {
    Set<String> roles = new HashSet<>(guarantees.keySet());
    roles.addAll(limits.keySet());
    return roles;
  }

  /** What a role's quota is instead of the recorded one. */
  Quota quota(String role, Quota recorded) {
    return new Quota(
        guarantees.getOrDefault(role, recorded.guarantees()),
        limits.getOrDefault(role, recorded.limits()));
  }
}
