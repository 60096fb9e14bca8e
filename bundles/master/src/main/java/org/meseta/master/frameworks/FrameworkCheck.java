package org.meseta.master.frameworks;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meseta.master.state.Ids;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.OfferFilters;
import org.meseta.protocol.v1.Value;
import org.meseta.resources.Roles;

/** Says what is wrong with what a framework says of itself. */
public final class FrameworkCheck {
  private static final double MAX_SECONDS = Duration.ofNanos(Long.MAX_VALUE).toSeconds();

  private FrameworkCheck() {}

  /**
   * Says why a framework cannot subscribe like this, whoever it is.
   *
   * @return a sentence without its full stop; empty if it can
   */
  public static Optional<String> invalid(FrameworkInfo info) {
    return List.of(roles(info), id(info), offerFilters(info), failoverTimeout(info)).stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> id(FrameworkInfo info) {
    return info.hasId()
        ? Ids.invalid(info.getId().getValue())
            .map(reason -> "'FrameworkInfo.id' is not valid: " + reason)
        : Optional.empty();
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
    for (String role : info.getRolesList()) {
      if (!seen.add(role)) {
        return Optional.of("'FrameworkInfo.roles' contains '" + role + "' more than once");
      }
      Optional<String> reason = Roles.invalid(role);
      if (reason.isPresent()) {
        return reason.map(text -> "'FrameworkInfo.roles' contains an invalid role: " + text);
      }
    }
    return Optional.empty();
  }

  @SuppressWarnings("deprecation") // frameworks without MULTI_ROLE still use role
  private static Optional<String> oneRole(FrameworkInfo info) {
    if (info.getRolesCount() > 0) {
      return Optional.of(
          "'FrameworkInfo.roles' must not be set when the framework is not MULTI_ROLE capable");
    }
    return Roles.invalid(info.getRole())
        .map(text -> "'FrameworkInfo.role' is not a valid role: " + text);
  }

  private static Optional<String> offerFilters(FrameworkInfo info) {
    for (var entry : info.getOfferFiltersMap().entrySet()) {
      if (!roleList(info).contains(entry.getKey())) {
        return Optional.of(
            "'FrameworkInfo.offer_filters' names role '"
                + entry.getKey()
                + "', which is not one of the framework's");
      }
      if (!valid(entry.getValue())) {
        return Optional.of(
            "'FrameworkInfo.offer_filters' of role '"
                + entry.getKey()
                + "' must hold positive quantities");
      }
    }
    return Optional.empty();
  }

  private static boolean valid(OfferFilters filters) {
    return filters.getMinAllocatableResources().getQuantitiesList().stream()
        .allMatch(
            quantities ->
                quantities.getQuantitiesCount() > 0
                    && quantities.getQuantitiesMap().values().stream()
                        .allMatch(FrameworkCheck::positive));
  }

  private static boolean positive(Value.Scalar scalar) {
    return scalar.getValue() > 0 && Double.isFinite(scalar.getValue());
  }

  private static Optional<String> failoverTimeout(FrameworkInfo info) {
    double seconds = info.getFailoverTimeout();
    return seconds >= 0 && seconds <= MAX_SECONDS
        ? Optional.empty()
        : Optional.of("'FrameworkInfo.failover_timeout' is not a valid duration: " + seconds);
  }

  /** The roles that the framework subscribes with. */
  @SuppressWarnings("deprecation") // frameworks without MULTI_ROLE still use role
  public static List<String> roleList(FrameworkInfo info) {
    return isMultiRole(info) ? info.getRolesList() : List.of(info.getRole());
  }

  /** Says why these roles cannot be suppressed by the framework. */
  public static Optional<String> invalidSuppressed(FrameworkInfo info, Collection<String> roles) {
    return roles.stream()
        .filter(role -> !roleList(info).contains(role))
        .findFirst()
        .map(role -> "Suppressed role '" + role + "' is not one of the framework's roles");
  }
}
