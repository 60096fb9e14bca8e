package org.meseta.itests.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The times between things that come again and again. From any thread. */
final class Gaps {
  private final List<Long> gaps = new ArrayList<>();
  private long last;

  /** One comes now. */
  synchronized void come() {
    long now = System.nanoTime();
    if (last != 0) {
      gaps.add(now - last);
    }
    last = now;
  }

  /** So long or shorter were so many of a hundred. */
  synchronized Duration percentile(double percent) {
    List<Long> sorted = new ArrayList<>(gaps);
    Collections.sort(sorted);
    int index = (int) Math.ceil(sorted.size() * percent / 100) - 1;
    return sorted.isEmpty() ? Duration.ZERO : Duration.ofNanos(sorted.get(Math.max(0, index)));
  }

  synchronized int count() {
    return gaps.size();
  }

  @Override
  public String toString() {
    return "p50 %d ms, p99 %d ms, max %d ms, %d of them"
        .formatted(
            percentile(50).toMillis(),
            percentile(99).toMillis(),
            percentile(100).toMillis(),
            count());
  }
}
