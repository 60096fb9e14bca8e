package org.meseta.master.frameworks;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.meseta.master.state.Ids;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.scheduler.OfferConstraints;
import org.meseta.resources.Roles;

/** Says what is wrong with what a framework says of itself, in Mesos's words. */
public final class FrameworkCheck {
  private static final double MAX_SECONDS = Duration.ofNanos(Long.MAX_VALUE).toSeconds();

  private FrameworkCheck() {}

  /**
   * Says why a framework cannot be like this, whoever it is.
   *
   * @return a sentence without its full stop; empty if it can
   */
  public static Optional<String> invalid(FrameworkInfo info) {
    return roles(info)
        .or(() -> id(info))
        .or(() -> OfferFiltersCheck.invalid(info.getOfferFiltersMap().values()))
        .or(() -> failoverTimeout(info));
  }

  private static Optional<String> id(FrameworkInfo info) {
    String id = info.getId().getValue();
    return id.isEmpty() ? Optional.empty() : Ids.invalid(id);
  }

  private static Optional<String> roles(FrameworkInfo info) {
    return isMultiRole(info) ? manyRoles(info) : oneRole(info);
  }

  private static boolean isMultiRole(FrameworkInfo info) {
    return info.getCapabilitiesList().stream()
        .anyMatch(c -> c.getType() == Capability.Type.MULTI_ROLE);
  }

  @SuppressWarnings("deprecation") // frameworks without MULTI_ROLE still use role
  private static Optional<String> manyRoles(FrameworkInfo info) {
    if (info.hasRole()) {
      return Optional.of(
          "'FrameworkInfo.role' must not be set when the framework is MULTI_ROLE capable");
    }
    Set<String> seen = new HashSet<>();
    Set<String> twice =
        info.getRolesList().stream()
            .filter(Predicate.not(seen::add))
            .collect(Collectors.toUnmodifiableSet());
    if (!twice.isEmpty()) {
      return Optional.of("'FrameworkInfo.roles' contains duplicate items: " + text(twice));
    }
    return info.getRolesList().stream()
        .map(Roles::invalid)
        .flatMap(Optional::stream)
        .map(reason -> "'FrameworkInfo.roles' contains invalid role: " + reason)
        .findFirst();
  }

  @SuppressWarnings("deprecation") // frameworks without MULTI_ROLE still use role
  private static Optional<String> oneRole(FrameworkInfo info) {
    if (info.getRolesCount() > 0) {
      return Optional.of(
          "'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE capable");
    }
    return Roles.invalid(info.getRole())
        .map(reason -> "'FrameworkInfo.role' is not a valid role: " + reason);
  }

  private static Optional<String> failoverTimeout(FrameworkInfo info) {
    double seconds = info.getFailoverTimeout();
    return seconds >= 0 && seconds <= MAX_SECONDS
        ? Optional.empty()
        : Optional.of("The framework failover_timeout (" + text(seconds) + ") is invalid");
  }

  private static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) < Integer.MAX_VALUE
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  /** The roles that the framework subscribes with. */
  @SuppressWarnings("deprecation") // frameworks without MULTI_ROLE still use role
  public static List<String> roleList(FrameworkInfo info) {
    return isMultiRole(info) ? info.getRolesList() : List.of(info.getRole());
  }

  /** Says why these roles cannot be suppressed by the framework. */
  public static Optional<String> invalidSuppressed(FrameworkInfo info, Collection<String> roles) {
    Set<String> foreign = new HashSet<>(roles);
    roleList(info).forEach(foreign::remove);
    return foreign.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Suppressed roles " + text(foreign) + " are not contained in the set of roles");
  }

  /** Says why the framework cannot constrain its offers like this. */
  public static Optional<String> invalidConstraints(
      FrameworkInfo info, OfferConstraints constraints) {
    return constraints.getRoleConstraintsMap().keySet().stream()
        .filter(role -> !roleList(info).contains(role))
        .min(String::compareTo)
        .map(
            role ->
                "Offer constraints specify `role_constraints` for a role '"
                    + role
                    + "'not contained in the set of roles");
  }

  /** Roles in one text, in the order of their names. */
  public static String text(Collection<String> roles) {
    return "{ " + String.join(", ", new TreeSet<>(roles)) + " }";
  }
}
