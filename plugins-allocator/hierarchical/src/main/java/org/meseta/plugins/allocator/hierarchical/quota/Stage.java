package org.meseta.plugins.allocator.hierarchical.quota;

/** The two parts of a cycle. */
public enum Stage {
  /** Roles that have less than they are owed get as much as is missing. */
  GUARANTEES,
  /** Everybody gets what is left, but for what is owed to others. */
  FAIR_SHARES
}
