package org.meseta.runtime;

import java.util.random.RandomGenerator;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Timers;

/**
 * Where a daemon gets its loops, time, threads and randomness. An OSGi service in production;
 * {@link ManualTime} in tests.
 */
public interface Runtime {

  /** Makes a loop. The caller closes it. */
  EventLoop loop(String name);

  /** The time. */
  Clock clock();

  /** Timers that fire on a shared thread and must do next to nothing there. */
  Timers timers();

  /**
   * A pool of threads for what must wait.
   *
   * @param name for logs and metrics
   * @param threads at most so many at once
   * @param home where its answers complete
   */
  Blocking blocking(String name, int threads, EventLoop home);

  /** Randomness of a stream of its own; in tests it depends only on the seed and the order. */
  RandomGenerator random();

  /** The process's figures. */
  MetricsRegistry metrics();
}
