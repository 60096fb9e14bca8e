package org.meseta.http.client;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time, in the order given, on the thread of whoever gives one while none runs.
 */
final class InOrder implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(InOrder.class);

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  @Override
  public void execute(Runnable task) {
    if (queued(task)) {
      return;
    }
    for (Runnable next = next(); next != null; next = next()) {
      run(next);
    }
  }

  private synchronized boolean queued(Runnable task) {
    waiting.add(task);
    boolean wasRunning = running;
    running = true;
    return wasRunning;
  }

  private synchronized @Nullable Runnable next() {
    Runnable next = waiting.poll();
    running = next != null;
    return next;
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.warn("A listener failed", e);
    }
  }
}
