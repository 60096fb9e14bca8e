package org.meseta.plugin.allocator;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meseta.resources.ResourceQuantities;

/**
 * The first thing that stands between a framework in a role and an offer of an agent. Equal ones
 * can be counted; {@link Kind} is in the order in which things are looked at.
 *
 * @param kind what it is
 * @param subject what {@link Kind} says; empty if it says nothing
 * @param amount what {@link Kind} says; nothing if it says nothing
 * @param until when it ends by itself, if it does
 * @param cuts what quotas keep of what the agent has free, where {@link Kind} says so
 */
public record Obstacle(
    Kind kind, String subject, ResourceQuantities amount, Optional<Instant> until, List<Cut> cuts) {

  public Obstacle {
    cuts = List.copyOf(cuts);
  }

  /** Without cuts. */
  public Obstacle(Kind kind, String subject, ResourceQuantities amount, Optional<Instant> until) {
    this(kind, subject, amount, until, List.of());
  }

  /** The same with these cuts. */
  public Obstacle with(List<Cut> more) {
    return new Obstacle(kind, subject, amount, until, more);
  }

  /**
   * Less is offered of some resources than the agent has free.
   *
   * @param by QUOTA_LIMIT or HEADROOM
   * @param role the one that has reached its limits, or a role that is owed something
   * @param resources their names
   */
  public record Cut(Kind by, String role, Set<String> resources) {

    public Cut {
      resources = Set.copyOf(resources);
    }
  }

  /** What stands in the way. */
  public enum Kind {
    /** The framework does not have the role. */
    NOT_SUBSCRIBED,
    /** The framework is not connected. */
    FRAMEWORK_INACTIVE,
    /** The framework wants no offers for the role. */
    SUPPRESSED,
    /** The agent is not connected, or deactivated. */
    AGENT_INACTIVE,
    /**
     * An operator has deactivated the agent, for maintenance. Allocators say {@link
     * #AGENT_INACTIVE}: only the master knows better.
     */
    AGENT_DEACTIVATED,
    /** The agent's host is not on the whitelist. Subject: the host. */
    WHITELIST,
    /** The agent is too old. Subject: the capability that it lacks. */
    AGENT_CAPABILITY,
    /** Subject: the capability that the framework lacks. Amount: what it would see with it. */
    FRAMEWORK_CAPABILITY,
    /** The framework does not want such an agent. Subject: what the agent does not meet. */
    CONSTRAINT,
    /** Somebody has all that the role could use. Subject: who has most. Amount: all there is. */
    IN_USE,
    /**
     * All there is is reserved to others. Subject: the roles, with commas. Amount: all there is.
     */
    RESERVED,
    /**
     * A role has reached limits. Subject: the role. Amount: what it may still have. Cuts: of what.
     */
    QUOTA_LIMIT,
    /** What is left is needed for guarantees. Subject: a role that is owed. Amount: all of it. */
    HEADROOM,
    /** Too little is left. Subject: what is enough. Amount: what is left. */
    MINIMUM,
    /**
     * The framework has declined it. Amount: what it declined. Ends by itself. Cuts: what quotas
     * keep back, which may be why.
     */
    FILTER,
    /** Others come first. Subject: the framework that will be offered it. */
    FAIR_SHARE
  }

  /** Without subject, amount or end. */
  public static Obstacle of(Kind kind) {
    return of(kind, "");
  }

  /** Without amount or end. */
  public static Obstacle of(Kind kind, String subject) {
    return of(kind, subject, ResourceQuantities.empty());
  }

  /** Without end. */
  public static Obstacle of(Kind kind, String subject, ResourceQuantities amount) {
    return new Obstacle(kind, subject, amount, Optional.empty());
  }
}
