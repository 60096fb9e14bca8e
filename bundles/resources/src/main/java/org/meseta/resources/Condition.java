package org.meseta.resources;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.Attribute;
import org.meseta.protocol.v1.scheduler.AttributeConstraint;
import org.meseta.protocol.v1.scheduler.AttributeConstraint.Predicate;
import org.meseta.protocol.v1.scheduler.AttributeConstraint.Selector;
import org.meseta.protocol.v1.scheduler.AttributeConstraint.Selector.PseudoattributeType;

/**
 * One constraint of a framework.
 *
 * @param pattern that all of a text must match, or must not; null if it is not about one
 */
record Condition(Selector selector, Predicate predicate, @Nullable Pattern pattern) {

  static Condition of(AttributeConstraint constraint) {
    Predicate predicate = constraint.getPredicate();
    return new Condition(
        constraint.getSelector(), predicate, regex(predicate).map(Condition::compile).orElse(null));
  }

  private static Optional<String> regex(Predicate predicate) {
    return switch (predicate.getPredicateCase()) {
      case TEXT_MATCHES -> Optional.of(predicate.getTextMatches().getRegex());
      case TEXT_NOT_MATCHES -> Optional.of(predicate.getTextNotMatches().getRegex());
      case EXISTS, NOT_EXISTS, TEXT_EQUALS, TEXT_NOT_EQUALS, PREDICATE_NOT_SET -> Optional.empty();
    };
  }

  private static Pattern compile(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new ResourceException("A regular expression is not valid: " + e.getMessage(), e);
    }
  }

  /** Says why a constraint makes no sense. */
  static Optional<String> invalid(AttributeConstraint constraint, RegexLimits limits) {
    Selector selector = constraint.getSelector();
    boolean selects =
        switch (selector.getSelectorCase()) {
          case ATTRIBUTE_NAME -> true;
          case PSEUDOATTRIBUTE_TYPE ->
              selector.getPseudoattributeType() != PseudoattributeType.UNKNOWN;
          case SELECTOR_NOT_SET -> false;
        };
    if (!selects) {
      return Optional.of("A constraint has a selector that is missing or not known");
    }
    Predicate predicate = constraint.getPredicate();
    return predicate.getPredicateCase() == Predicate.PredicateCase.PREDICATE_NOT_SET
        ? Optional.of("A constraint has a predicate that is missing or not known")
        : regex(predicate).flatMap(limits::refusal);
  }

  /** For people, as in {@code attribute rack is 'a'}. */
  String text() {
    String what =
        selector.hasAttributeName()
            ? "attribute " + selector.getAttributeName()
            : selector.getPseudoattributeType().name().toLowerCase(Locale.ROOT);
    return switch (predicate.getPredicateCase()) {
      case EXISTS -> what + " exists";
      case NOT_EXISTS -> what + " does not exist";
      case TEXT_EQUALS -> what + " is '" + predicate.getTextEquals().getValue() + "'";
      case TEXT_NOT_EQUALS -> what + " is not '" + predicate.getTextNotEquals().getValue() + "'";
      case TEXT_MATCHES -> what + " matches '" + predicate.getTextMatches().getRegex() + "'";
      case TEXT_NOT_MATCHES ->
          what + " does not match '" + predicate.getTextNotMatches().getRegex() + "'";
      case PREDICATE_NOT_SET -> what + " is of an unknown kind";
    };
  }

  boolean isMetBy(AgentInfo agent) {
    if (!selector.hasAttributeName()) {
      return meets(pseudoattribute(agent));
    }
    Attribute attribute = attribute(agent, selector.getAttributeName());
    if (attribute == null) {
      return meets(null);
    }
    return attribute.hasText() ? meets(attribute.getText().getValue()) : meetsOther();
  }

  /** Only texts are compared; what is no text is for the framework to judge. */
  private boolean meetsOther() {
    return switch (predicate.getPredicateCase()) {
      case NOT_EXISTS, PREDICATE_NOT_SET -> false;
      case EXISTS, TEXT_EQUALS, TEXT_NOT_EQUALS, TEXT_MATCHES, TEXT_NOT_MATCHES -> true;
    };
  }

  /** The first of that name. */
  private static @Nullable Attribute attribute(AgentInfo agent, String name) {
    for (Attribute attribute : agent.getAttributesList()) {
      if (attribute.getName().equals(name)) {
        return attribute;
      }
    }
    return null;
  }

  private @Nullable String pseudoattribute(AgentInfo agent) {
    boolean somewhere = agent.getDomain().hasFaultDomain();
    return switch (selector.getPseudoattributeType()) {
      case HOSTNAME -> agent.getHostname();
      case REGION -> somewhere ? agent.getDomain().getFaultDomain().getRegion().getName() : null;
      case ZONE -> somewhere ? agent.getDomain().getFaultDomain().getZone().getName() : null;
      case UNKNOWN -> null;
    };
  }

  /**
   * @param value null if there is none
   */
  private boolean meets(@Nullable String value) {
    return switch (predicate.getPredicateCase()) {
      case EXISTS -> value != null;
      case NOT_EXISTS -> value == null;
      case TEXT_EQUALS -> value != null && value.equals(predicate.getTextEquals().getValue());
      case TEXT_NOT_EQUALS ->
          value == null || !value.equals(predicate.getTextNotEquals().getValue());
      case TEXT_MATCHES -> value != null && matches(value);
      case TEXT_NOT_MATCHES -> value == null || !matches(value);
      case PREDICATE_NOT_SET -> false;
    };
  }

  private boolean matches(String value) {
    return pattern != null && pattern.matches(value);
  }
}
