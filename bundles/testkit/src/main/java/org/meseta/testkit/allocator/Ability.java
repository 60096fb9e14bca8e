package org.meseta.testkit.allocator;

/** What a good allocator for all can do and one for a special purpose may do without. */
public enum Ability {
  /** Shares by dominant resource fairness, with weights; serves the roles of a framework alike. */
  FAIRNESS,
  /** Filters hold for what was refused or less, each for its own time, within Mesos's bounds. */
  EXACT_FILTERS,
  /**
   * Knows resources and agents that not every framework can deal with (gpus, revocable and shared
   * ones, refined reservations, older agents), and frameworks with limits of their own.
   */
  SPECIAL_RESOURCES,
  /** Keeps for roles what they are owed, and roles to their limits. */
  QUOTA,
  /** Says what stands between a framework and an agent. */
  OBSTACLES,
  /** Asks frameworks to leave agents that will be unavailable. */
  INVERSE_OFFERS
}
