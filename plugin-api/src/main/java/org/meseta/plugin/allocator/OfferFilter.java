package org.meseta.plugin.allocator;

import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.scheduler.OfferConstraints;
import org.meseta.resources.Constraints;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Which agents a framework wants to be offered. The host makes it; it never changes, and its
 * methods are quick and may be called from any thread.
 */
@ProviderType
@FunctionalInterface
public interface OfferFilter {

  /** Any agent. */
  OfferFilter NONE = (role, agent) -> true;

  /**
   * What a framework has said by these constraints, which must be valid. Regular expressions are
   * compiled here, once.
   */
  static OfferFilter of(OfferConstraints constraints) {
    return constraints.getRoleConstraintsCount() == 0
        ? NONE
        : new ConstraintFilter(Constraints.of(constraints));
  }

  /** The constraints that this was made of; without any for a filter of another kind. */
  default OfferConstraints constraints() {
    return OfferConstraints.getDefaultInstance();
  }

  /** Whether the framework wants to be offered this agent for this role. */
  boolean allows(String role, AgentInfo agent);

  /** Says for people what it is about an agent that is not allowed. */
  default String unmet(String role, AgentInfo agent) {
    return "the framework does not want this agent";
  }
}
