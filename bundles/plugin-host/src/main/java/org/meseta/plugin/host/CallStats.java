package org.meseta.plugin.host;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/** Counts calls. Usable from any thread. */
final class CallStats {
  private static final double NANOS_PER_MILLI = 1e6;

  /** Of each power of two. */
  private static final int STEPS = 4;

  private static final int STEP_BITS = 2;
  private static final double P99 = 0.99;

  private final LongAdder failures = new LongAdder();
  private final LongAdder timeouts = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAccumulator longest = new LongAccumulator(Math::max, 0);
  private final AtomicLongArray buckets = new AtomicLongArray(Long.SIZE * STEPS);

  void ended(long took) {
    nanos.add(took);
    longest.accumulate(took);
    buckets.incrementAndGet(bucket(took));
  }

  void failed() {
    failures.increment();
  }

  void timedOut() {
    timeouts.increment();
  }

  Calls read() {
    long count = 0;
    for (int i = 0; i < buckets.length(); i++) {
      count += buckets.get(i);
    }
    double max = longest.get() / NANOS_PER_MILLI;
    return new Calls(
        count,
        failures.sum(),
        timeouts.sum(),
        nanos.sum() / NANOS_PER_MILLI,
        Math.min(max, percentile(count) / NANOS_PER_MILLI),
        max);
  }

  private double percentile(long count) {
    double rank = count * P99;
    long below = 0;
    for (int i = 0; i < buckets.length(); i++) {
      below += buckets.get(i);
      if (below >= rank && below > 0) {
        return upperBound(i);
      }
    }
    return 0;
  }

  private static int bucket(long took) {
    long value = Math.max(took, STEPS);
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
    int step = (int) (value >> (power - STEP_BITS)) & (STEPS - 1);
    return power * STEPS + step;
  }

  private static double upperBound(int bucket) {
    int power = bucket / STEPS;
    int step = bucket % STEPS;
    return Math.pow(2, power) * (1 + (step + 1) / (double) STEPS);
  }
}
