package org.meseta.runtime;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Timers;

/** Real time, real threads: each loop has one of its own. All threads are daemons. */
public class SystemRuntime implements Runtime, AutoCloseable {
  private final Clock clock = new SystemClock();
  private final SecureRandom secure = new SecureRandom();
  private final MetricsRegistry metrics = new Figures();
  private final SystemLoop timers = new SystemLoop("timers", clock, metrics).start();

  /** Of who made it; pools may be made while plugins run. */
  private final @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();

  /** For {@link #close}; pools that nobody uses any more go away by themselves. */
  private final Set<ThreadPool> pools =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  @Override
  public EventLoop loop(String name) {
    return new SystemLoop(name, clock, metrics).start();
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public Timers timers() {
    return timers;
  }

  @Override
  public Blocking blocking(String name, int threads, Executor home) {
    ThreadPool pool = new ThreadPool(name, threads, home, context);
    pools.add(pool);
    return pool;
  }

  @Override
  public RandomGenerator random() {
    return new SplittableRandom(secure.nextLong());
  }

  @Override
  public UUID newUuid() {
    return UUID.randomUUID();
  }

  @Override
  public MetricsRegistry metrics() {
    return metrics;
  }

  /**
   * Runs {@code task} when the process is told to end (SIGINT, SIGTERM) or exits, on a thread of
   * its own; the process waits for it, so it must come to an end within seconds.
   */
  public static void atExit(Runnable task) {
    java.lang.Runtime.getRuntime().addShutdownHook(new Thread(task, "exit"));
  }

  /** Ends the pools and the shared timers. Loops are closed by those who asked for them. */
  @Override
  public void close() {
    timers.close();
    synchronized (pools) {
      pools.forEach(ThreadPool::close);
    }
  }
}
