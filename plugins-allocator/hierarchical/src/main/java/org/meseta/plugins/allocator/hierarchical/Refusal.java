package org.meseta.plugins.allocator.hierarchical;

import org.jspecify.annotations.Nullable;
import org.meseta.resources.Resources;

/**
 * That a client does not want some resources of an agent, for how long, and what else it refused.
 */
final class Refusal {

  final @Nullable Refusal next;
  private final Refused refused;
  private final long until;
  private final int round;

  /**
   * @param until nanoseconds of the clock; the last moment in which it holds
   * @param round how many rounds over all agents there were: it holds for one more
   */
  Refusal(Refused refused, long until, int round, @Nullable Refusal next) {
    this.refused = refused;
    this.until = until;
    this.round = round;
    this.next = next;
  }

  Refusal with(@Nullable Refusal newNext) {
    return new Refusal(refused, until, round, newNext);
  }

  boolean holds(long now, int rounds) {
    return now - until <= 0 || rounds - round <= 0;
  }

  /** Whether this makes that one needless. */
  boolean outlasts(Refusal other) {
    return until - other.until >= 0 && round - other.round >= 0 && refused.contains(other.refused);
  }

  boolean covers(Resources offered) {
    return refused.covers(offered);
  }

  Resources resources() {
    return refused.resources();
  }

  long until() {
    return until;
  }

  /** How many there are from here on. */
  int count() {
    return next == null ? 1 : 1 + next.count();
  }
}
