package org.meseta.runtime;

import java.time.Duration;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Timers;
import org.meseta.plugin.Timers.Timer;

/**
 * How much a process logs: at 0 as it is configured; the higher, the more. Usable from any thread;
 * nothing here blocks.
 */
public class LoggingLevel {
  private final Timers timers;
  private final IntConsumer logs;
  private int level;
  private long generation;
  private @Nullable Timer fallBack;

  /**
   * As configured at first.
   *
   * @param logs makes a level the one that counts; called in order, one call at a time, and must
   *     not block
   */
  public LoggingLevel(Timers timers, IntConsumer logs) {
    this.timers = timers;
    this.logs = logs;
  }

  /** The one that counts now. */
  public synchronized int level() {
    return level;
  }

  /**
   * Makes another level count for a while, then again 0. A later call takes the place of an earlier
   * one.
   *
   * @throws IllegalArgumentException if the level or the duration is negative
   */
  public synchronized void set(int changed, Duration duration) {
    if (changed < 0 || duration.isNegative()) {
      throw new IllegalArgumentException("level " + changed + " for " + duration);
    }
    if (fallBack != null) {
      fallBack.cancel();
      fallBack = null;
    }
    long mine = ++generation;
    change(changed);
    if (changed > 0) {
      fallBack = timers.schedule(duration, () -> fallBack(mine));
    }
  }

  /** A timer may run though it has just been cancelled. */
  private synchronized void fallBack(long mine) {
    if (mine == generation) {
      change(0);
    }
  }

  private void change(int changed) {
    if (changed != level) {
      level = changed;
      logs.accept(changed);
    }
  }
}
