package org.meseta.http.client;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.meseta.plugin.Timers;

/** Timers on a thread of their own. */
final class RealTimers implements Timers, AutoCloseable {
  private final ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(1);

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    var scheduled = pool.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
