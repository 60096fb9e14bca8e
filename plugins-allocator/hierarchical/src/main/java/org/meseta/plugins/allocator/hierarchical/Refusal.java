package org.meseta.plugins.allocator.hierarchical;

import org.jspecify.annotations.Nullable;
import org.meseta.resources.Resources;

/** Resources of an agent that somebody does not want, and how long; and what else he refused. */
final class Refusal {

  final @Nullable Refusal next;
  private final Resources refused;
  private final long until;
  private final long round;
  private @Nullable Resources asked;
  private boolean answer;

  /**
   * @param until nanoseconds of the clock; the last moment in which it holds
   * @param round how many rounds over all agents there were: it holds for one more
   */
  Refusal(Resources refused, long until, long round, @Nullable Refusal next) {
    this.refused = refused;
    this.until = until;
    this.round = round;
    this.next = next;
  }

  Refusal with(@Nullable Refusal newNext) {
    return new Refusal(refused, until, round, newNext);
  }

  boolean isLike(Refusal other) {
    return until == other.until && round == other.round && refused.equals(other.refused);
  }

  boolean holds(long now, long rounds) {
    return now - until <= 0 || rounds <= round;
  }

  /** Whether this makes that one needless. */
  boolean outlasts(Refusal other) {
    return until - other.until >= 0 && round >= other.round && refused.contains(other.refused);
  }

  /** The same resources are asked about again and again: the last answer is kept. */
  @SuppressWarnings("ReferenceEquality") // only a shortcut
  boolean covers(Resources offered) {
    if (asked != offered) {
      asked = offered;
      answer = refused.contains(offered);
    }
    return answer;
  }

  long until() {
    return until;
  }

  /** How many there are from here on. */
  int count() {
    return next == null ? 1 : 1 + next.count();
  }
}
