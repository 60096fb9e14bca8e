package org.meseta.http.client;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Timers;

/** Notices when nothing is heard for some intervals. Needs a timer only, no clock. */
final class HeartbeatWatch {
  private final Timers timers;
  private final int tolerated;
  private final Consumer<Duration> lost;
  private Duration interval = Duration.ZERO;
  private int silent;
  private boolean stopped;
  private Timers.@Nullable Timer timer;

  /**
   * @param tolerated so many intervals may pass in silence
   * @param lost told how long it was silent, once
   */
  HeartbeatWatch(Timers timers, int tolerated, Consumer<Duration> lost) {
    this.timers = timers;
    this.tolerated = tolerated;
    this.lost = lost;
  }

  /** Starts, or goes on with another interval. */
  synchronized void start(Duration every) {
    interval = every;
    silent = 0;
    arm();
  }

  /** Something was heard. */
  synchronized void heard() {
    silent = 0;
  }

  synchronized void stop() {
    stopped = true;
    arm();
  }

  private void arm() {
    if (timer != null) {
      timer.cancel();
    }
    timer = stopped ? null : timers.schedule(interval, this::tick);
  }

  private void tick() {
    Duration silence;
    synchronized (this) {
      silent++;
      if (stopped || silent <= tolerated) {
        arm();
        return;
      }
      silence = interval.multipliedBy(silent);
    }
    stop();
    lost.accept(silence);
  }
}
