package org.meseta.runtime;

import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Timers;

/**
 * Where a daemon gets its loops, time, threads and randomness. An OSGi service in production;
 * {@link ManualTime} in tests.
 */
@SuppressWarnings("JavaLangClash") // it is the runtime of ours
public interface Runtime {

  /** How many things wait at most for a thread of one {@link #blocking} pool. */
  int MAX_WAITING = 4096;

  /** Makes a loop. The caller closes it. */
  EventLoop loop(String name);

  /** The time. */
  Clock clock();

  /** Timers that fire on a shared thread and must do next to nothing there. */
  Timers timers();

  /**
   * A pool of threads for what must wait. At most {@value #MAX_WAITING} things wait for a thread.
   * Idle threads go away by themselves.
   *
   * @param name for logs
   * @param threads at most so many at once
   * @param home where its answers complete: an {@link EventLoop}, or {@code Runnable::run} for the
   *     pool's own thread
   */
  Blocking blocking(String name, int threads, Executor home);

  /** Randomness of a stream of its own; in tests it depends only on the seed and the order. */
  RandomGenerator random();

  /**
   * A version 4 UUID that nobody can guess; in tests it depends only on the seed and the order. May
   * be called from any thread.
   */
  UUID newUuid();

  /** The process's figures. */
  MetricsRegistry metrics();
}
