package org.meseta.testkit.cluster.process;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.meseta.plugin.Clock;

/** How fast the disk of a host is, and whether it works. Outlives the host's processes. */
public final class Disk {
  private static final long SLOWEST_NANOS = Duration.ofMillis(2).toNanos();

  private final Clock clock;
  private final RandomGenerator random;
  private long hangsUntil;
  private long failsUntil;

  /** A disk that works. */
  public Disk(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
    this.hangsUntil = clock.nanoTime();
    this.failsUntil = clock.nanoTime();
  }

  /** Nothing gets done for a while; then all of it does. */
  public void hang(Duration span) {
    hangsUntil = clock.nanoTime() + span.toNanos();
  }

  /** For a while everything fails that is tried. */
  public void fail(Duration span) {
    failsUntil = clock.nanoTime() + span.toNanos();
  }

  boolean fails() {
    return failsUntil - clock.nanoTime() > 0;
  }

  /** How long the next thing takes. */
  long delayNanos() {
    long work = random.nextLong(SLOWEST_NANOS);
    return Math.max(0, hangsUntil - clock.nanoTime()) + work;
  }
}
