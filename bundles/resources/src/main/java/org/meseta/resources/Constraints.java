package org.meseta.resources;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.DomainInfo.FaultDomain;
import org.meseta.protocol.v1.scheduler.AttributeConstraint;
import org.meseta.protocol.v1.scheduler.AttributeConstraint.Predicate;
import org.meseta.protocol.v1.scheduler.AttributeConstraint.Selector;
import org.meseta.protocol.v1.scheduler.OfferConstraints;
import org.meseta.protocol.v1.scheduler.OfferConstraints.RoleConstraints;

/**
 * Which agents a framework wants to be offered for a role: those that meet all constraints of at
 * least one group. Regular expressions are refused: they would be matched on the master's loop, and
 * a bad one can take for ever.
 */
public final class Constraints {
  private Constraints() {}

  /** Says why constraints cannot be met, whatever the agents. */
  public static Optional<String> invalid(OfferConstraints constraints) {
    for (Map.Entry<String, RoleConstraints> role : constraints.getRoleConstraintsMap().entrySet()) {
      Optional<String> reason = invalid(role.getValue());
      if (reason.isPresent()) {
        return reason.map(
            why -> "Offer constraints for role '" + role.getKey() + "' are not valid: " + why);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> invalid(RoleConstraints role) {
    if (role.getGroupsCount() == 0) {
      return Optional.of("There must be at least one group");
    }
    for (RoleConstraints.Group group : role.getGroupsList()) {
      if (group.getAttributeConstraintsCount() == 0) {
        return Optional.of("A group must have at least one constraint");
      }
      for (AttributeConstraint constraint : group.getAttributeConstraintsList()) {
        Optional<String> reason = invalid(constraint);
        if (reason.isPresent()) {
          return reason;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> invalid(AttributeConstraint constraint) {
    Selector selector = constraint.getSelector();
    boolean selects =
        switch (selector.getSelectorCase()) {
          case ATTRIBUTE_NAME -> true;
          case PSEUDOATTRIBUTE_TYPE ->
              selector.getPseudoattributeType() != Selector.PseudoattributeType.UNKNOWN;
          case SELECTOR_NOT_SET -> false;
        };
    if (!selects) {
      return Optional.of("A constraint has a selector that is missing or not known");
    }
    return switch (constraint.getPredicate().getPredicateCase()) {
      case EXISTS, NOT_EXISTS, TEXT_EQUALS, TEXT_NOT_EQUALS -> Optional.empty();
      case TEXT_MATCHES, TEXT_NOT_MATCHES ->
          Optional.of("This master does not support regular expressions");
      case PREDICATE_NOT_SET ->
          Optional.of("A constraint has a predicate that is missing or not known");
    };
  }

  /** Whether an agent may be offered for a role. */
  public static boolean allow(OfferConstraints constraints, String role, AgentInfo agent) {
    RoleConstraints wanted = constraints.getRoleConstraintsMap().get(role);
    return wanted == null
        || wanted.getGroupsList().stream().anyMatch(group -> unmet(group, agent).isEmpty());
  }

  /** Says for people what an agent that is not allowed does not meet. */
  public static String unmet(OfferConstraints constraints, String role, AgentInfo agent) {
    RoleConstraints wanted =
        constraints.getRoleConstraintsOrDefault(role, RoleConstraints.getDefaultInstance());
    return wanted.getGroupsList().stream()
        .flatMap(group -> unmet(group, agent).stream())
        .map(Constraints::text)
        .distinct()
        .collect(Collectors.joining(", or "));
  }

  /** The first constraint that the agent does not meet. */
  private static Optional<AttributeConstraint> unmet(RoleConstraints.Group group, AgentInfo agent) {
    return group.getAttributeConstraintsList().stream()
        .filter(constraint -> !meets(agent, constraint))
        .findFirst();
  }

  /** For people, as in {@code attribute rack is 'a'}. */
  private static String text(AttributeConstraint constraint) {
    Selector selector = constraint.getSelector();
    String what =
        selector.hasAttributeName()
            ? "attribute " + selector.getAttributeName()
            : selector.getPseudoattributeType().name().toLowerCase(Locale.ROOT);
    Predicate predicate = constraint.getPredicate();
    return switch (predicate.getPredicateCase()) {
      case EXISTS -> what + " exists";
      case NOT_EXISTS -> what + " does not exist";
      case TEXT_EQUALS -> what + " is '" + predicate.getTextEquals().getValue() + "'";
      case TEXT_NOT_EQUALS -> what + " is not '" + predicate.getTextNotEquals().getValue() + "'";
      case TEXT_MATCHES, TEXT_NOT_MATCHES, PREDICATE_NOT_SET -> what + " is of an unknown kind";
    };
  }

  private static boolean meets(AgentInfo agent, AttributeConstraint constraint) {
    Selector selector = constraint.getSelector();
    return selector.hasAttributeName()
        ? meets(attribute(agent, selector.getAttributeName()), constraint.getPredicate())
        : meets(pseudoattribute(agent, selector), constraint.getPredicate());
  }

  /** Texts are compared with texts only; what is no text is for the framework to judge. */
  private static boolean meets(Optional<Selected> value, Predicate predicate) {
    return switch (predicate.getPredicateCase()) {
      case EXISTS -> value.isPresent();
      case NOT_EXISTS -> value.isEmpty();
      case TEXT_EQUALS ->
          value.isPresent() && value.get().mayBe(predicate.getTextEquals().getValue());
      case TEXT_NOT_EQUALS ->
          value.isEmpty() || value.get().mayNotBe(predicate.getTextNotEquals().getValue());
      case TEXT_MATCHES, TEXT_NOT_MATCHES, PREDICATE_NOT_SET -> false;
    };
  }

  /** The first of that name. */
  private static Optional<Selected> attribute(AgentInfo agent, String name) {
    return agent.getAttributesList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst()
        .map(attribute -> new Selected(attribute.hasText(), attribute.getText().getValue()));
  }

  private static Optional<Selected> pseudoattribute(AgentInfo agent, Selector selector) {
    Optional<FaultDomain> domain =
        agent.getDomain().hasFaultDomain()
            ? Optional.of(agent.getDomain().getFaultDomain())
            : Optional.empty();
    return switch (selector.getPseudoattributeType()) {
      case HOSTNAME -> Optional.of(new Selected(true, agent.getHostname()));
      case REGION -> domain.map(d -> new Selected(true, d.getRegion().getName()));
      case ZONE -> domain.map(d -> new Selected(true, d.getZone().getName()));
      case UNKNOWN -> Optional.empty();
    };
  }

  /**
   * What a constraint is about.
   *
   * @param isText whether it is a text
   * @param text which text, if it is one
   */
  private record Selected(boolean isText, String text) {
    boolean mayBe(String other) {
      return !isText || text.equals(other);
    }

    boolean mayNotBe(String other) {
      return !isText || !text.equals(other);
    }
  }
}
