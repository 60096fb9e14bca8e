package org.meseta.testkit.cluster.net;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Timers;

/** The network that all connections share: how long things take. */
public final class Lines {
  private static final long FAST = Duration.ofMillis(3).toNanos();
  private static final long SLOW = Duration.ofMillis(400).toNanos();
  private static final long SLOWEST = Duration.ofSeconds(3).toNanos();
  private static final int ONE_SLOW_IN = 40;
  private static final int ONE_SLOWEST_IN = 400;

  private final Clock clock;
  private final Timers timers;
  private final RandomGenerator random;
  private long slowUntil;

  /** A network that is as good as networks are. */
  public Lines(Clock clock, Timers timers, RandomGenerator random) {
    this.clock = clock;
    this.timers = timers;
    this.random = random;
    this.slowUntil = clock.nanoTime();
  }

  /** Everything takes much longer for a while. */
  public void slow(Duration span) {
    slowUntil = clock.nanoTime() + span.toNanos();
  }

  /** How long the next thing takes. */
  public Duration latency() {
    long most = FAST;
    if (slowUntil - clock.nanoTime() > 0 || random.nextInt(ONE_SLOWEST_IN) == 0) {
      most = SLOWEST;
    } else if (random.nextInt(ONE_SLOW_IN) == 0) {
      most = SLOW;
    }
    return Duration.ofNanos(1 + random.nextLong(most));
  }

  /** Does something when as much time has passed as a message takes. */
  public void later(Runnable action) {
    timers.schedule(latency(), action);
  }

  /** Does something after some time. */
  public void after(Duration span, Runnable action) {
    timers.schedule(span, action);
  }

  long now() {
    return clock.nanoTime();
  }
}
