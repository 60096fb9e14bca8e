package org.meseta.testkit.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What became of a run.
 *
 * @param events how much has happened
 * @param faults how many there were, by name
 * @param span of virtual time
 * @param digest stands for all that has happened
 * @param violation what did not hold that must
 * @param tail what happened last, a line each
 */
public record Report(
    int events,
    SortedMap<String, Integer> faults,
    Duration span,
    String digest,
    Optional<Violation> violation,
    List<String> tail) {

  /**
   * Something did not hold.
   *
   * @param invariant what it is, in words
   * @param text what was wrong
   */
  public record Violation(String invariant, String text) {
    @Override
    public String toString() {
      return invariant + ": " + text;
    }
  }

  /** How many faults there were. */
  public int faultCount() {
    return faults.values().stream().mapToInt(i -> i).sum();
  }
}
