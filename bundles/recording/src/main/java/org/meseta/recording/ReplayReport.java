package org.meseta.recording;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/**
 * What became of a replay.
 *
 * @param steps calls and timers that were done again
 * @param span from the first to the last
 * @param different how many rounds of offers came out differently; 0: every decision is the same
 * @param examples the first of these in words
 * @param shares who was offered how much, then and now, by role
 */
public record ReplayReport(
    long steps,
    Duration span,
    long different,
    List<String> examples,
    SortedMap<String, Share> shares) {

  /** Whether everything was the same. */
  public boolean isSame() {
    return different == 0;
  }

  /** What a role was offered; nothing if it was never offered anything. */
  public Share share(String role) {
    return shares.getOrDefault(role, Share.NOTHING);
  }

  /** What one role was offered in all. */
  public record Share(Offered recorded, Offered replayed) {
    static final Share NOTHING = new Share(Offered.NOTHING, Offered.NOTHING);
  }

  /**
   * Sums over all offers.
   *
   * @param offers how many
   * @param cpus in all of them together
   * @param mem in all of them together, in MB
   */
  public record Offered(long offers, double cpus, double mem) {
    static final Offered NOTHING = new Offered(0, 0, 0);

    Offered plus(double moreCpus, double moreMem) {
      return new Offered(offers + 1, cpus + moreCpus, mem + moreMem);
    }
  }
}
