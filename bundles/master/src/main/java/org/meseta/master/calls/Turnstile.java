package org.meseta.master.calls;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.meseta.plugin.Timers;

/** Lets things pass one by one in their order, with at least so long between two of them. */
final class Turnstile {
  private final Timers timers;
  private final Optional<Duration> gap;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean shut;

  /**
   * @param gap empty: everything passes at once
   */
  Turnstile(Timers timers, Optional<Duration> gap) {
    this.timers = timers;
    this.gap = gap;
  }

  /** Runs the thing when it passes, at once or later. */
  void enter(Runnable thing) {
    if (gap.isEmpty()) {
      thing.run();
      return;
    }
    waiting.add(thing);
    if (!shut) {
      next(gap.get());
    }
  }

  private void next(Duration pause) {
    Runnable thing = waiting.poll();
    shut = thing != null;
    if (thing != null) {
      timers.schedule(pause, () -> next(pause));
      thing.run();
    }
  }

  /**
   * A thing will not pass after all.
   *
   * @return false if it has passed already
   */
  boolean leave(Runnable thing) {
    return waiting.remove(thing);
  }
}
