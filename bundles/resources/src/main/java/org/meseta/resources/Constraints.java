package org.meseta.resources;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.scheduler.AttributeConstraint;
import org.meseta.protocol.v1.scheduler.OfferConstraints;
import org.meseta.protocol.v1.scheduler.OfferConstraints.RoleConstraints;

/**
 * Which agents a framework wants to be offered for a role: those that meet all constraints of at
 * least one group. Immutable, for any thread; regular expressions are compiled once.
 */
public final class Constraints {
  private final OfferConstraints message;
  private final Map<String, List<List<Condition>>> groups = new HashMap<>();

  private Constraints(OfferConstraints message) {
    this.message = message;
    message.getRoleConstraintsMap().forEach((role, wanted) -> groups.put(role, groups(wanted)));
  }

  private static List<List<Condition>> groups(RoleConstraints wanted) {
    return wanted.getGroupsList().stream()
        .map(group -> group.getAttributeConstraintsList().stream().map(Condition::of).toList())
        .toList();
  }

  /**
   * What a framework has said.
   *
   * @param message for which {@link #invalid} has nothing to say
   * @throws ResourceException if a regular expression is not valid
   */
  public static Constraints of(OfferConstraints message) {
    return new Constraints(message);
  }

  /** Says why constraints cannot be met, whatever the agents. */
  public static Optional<String> invalid(OfferConstraints constraints, RegexLimits limits) {
    for (Map.Entry<String, RoleConstraints> role : constraints.getRoleConstraintsMap().entrySet()) {
      Optional<String> reason = invalid(role.getValue(), limits);
      if (reason.isPresent()) {
        return reason.map(
            why -> "Offer constraints for role '" + role.getKey() + "' are not valid: " + why);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> invalid(RoleConstraints role, RegexLimits limits) {
    if (role.getGroupsCount() == 0) {
      return Optional.of("There must be at least one group");
    }
    for (RoleConstraints.Group group : role.getGroupsList()) {
      if (group.getAttributeConstraintsCount() == 0) {
        return Optional.of("A group must have at least one constraint");
      }
      for (AttributeConstraint constraint : group.getAttributeConstraintsList()) {
        Optional<String> reason = Condition.invalid(constraint, limits);
        if (reason.isPresent()) {
          return reason;
        }
      }
    }
    return Optional.empty();
  }

  /** What these were made of. */
  public OfferConstraints message() {
    return message;
  }

  /** Whether an agent may be offered for a role. */
  public boolean allow(String role, AgentInfo agent) {
    List<List<Condition>> wanted = groups.get(role);
    if (wanted == null) {
      return true;
    }
    for (List<Condition> group : wanted) {
      if (firstUnmet(group, agent) == null) {
        return true;
      }
    }
    return false;
  }

  /** Says for people what an agent that is not allowed does not meet. */
  public String unmet(String role, AgentInfo agent) {
    return groups.getOrDefault(role, List.of()).stream()
        .flatMap(group -> Optional.ofNullable(firstUnmet(group, agent)).stream())
        .map(Condition::text)
        .distinct()
        .collect(Collectors.joining(", or "));
  }

  private static @Nullable Condition firstUnmet(List<Condition> group, AgentInfo agent) {
    for (Condition condition : group) {
      if (!condition.isMetBy(agent)) {
        return condition;
      }
    }
    return null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Constraints same && message.equals(same.message);
  }

  @Override
  public int hashCode() {
    return message.hashCode();
  }

  @Override
  public String toString() {
    return message.toString();
  }
}
