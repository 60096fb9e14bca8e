package org.meseta.master.state;

/** What a master knows of an agent that somebody names. */
public enum AgentStanding {
  /** It is registered, connected or not. */
  REGISTERED,
  /** It cannot be reached, and may come back. */
  UNREACHABLE,
  /** An operator said that it is gone for good. */
  GONE,
  /** Another master may have known it: it has time yet to come to this one. */
  AWAITED,
  /** Nothing is known of it, or not any more. */
  UNKNOWN
}
