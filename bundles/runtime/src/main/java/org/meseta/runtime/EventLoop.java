package org.meseta.runtime;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Timers;

/**
 * Runs one thing at a time, in the order in which it was given them. Whoever owns state owns a loop
 * and touches the state only on it; nothing that runs on a loop may block.
 *
 * <p>In production a loop has a thread of its own; in tests many loops share one thread and virtual
 * time ({@link ManualTime}).
 */
public interface EventLoop extends Executor {

  /** For logs and metrics, for example {@code master}. */
  String name();

  /** The time as this loop sees it. */
  Clock clock();

  /** Timers that fire on this loop. */
  Timers timers();

  /** Whether the caller runs on this loop. */
  boolean inLoop();

  /**
   * Runs {@code task} on this loop after all that was given before. May be called from any thread.
   * What it throws is logged and counted; the loop goes on. After {@link #close} it is dropped.
   */
  @Override
  void execute(Runnable task);

  /**
   * Runs {@code question} on this loop.
   *
   * @return its answer, or what it threw; completes on this loop. Fails with {@link
   *     java.util.concurrent.RejectedExecutionException} if the loop is closed.
   */
  <T> CompletionStage<T> ask(Supplier<T> question);

  /**
   * Runs {@code task} at the end of each batch: when all that had been given has run, or after a
   * bounded number of things when there is always more. For publishing snapshots and flushing.
   * Several such tasks run in the order in which they were added.
   */
  void afterBatch(Runnable task);

  /** How many things wait. May be called from any thread. */
  int backlog();

  /** Runs what waits, then stops for good. Returns at once. */
  void close();

  /**
   * Drops what waits, interrupts what runs now, and stops for good. Returns at once; what heeds no
   * interrupt runs on, and its thread with it. A loop that has no thread of its own may just close.
   */
  default void abandon() {
    close();
  }
}
