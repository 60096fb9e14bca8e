package org.meseta.runtime;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Blocking;

/** A bounded pool with a bounded queue. */
final class ThreadPool implements Blocking {
  private static final int IDLE_SECONDS = 30;

  private final ThreadPoolExecutor threads;
  private final Executor home;

  /**
   * @param context in which its threads run
   */
  ThreadPool(String name, int size, Executor home, @Nullable ClassLoader context) {
    AtomicInteger number = new AtomicInteger();
    this.home = home;
    this.threads =
        new ThreadPoolExecutor(
            size,
            size,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(Runtime.MAX_WAITING),
            work -> thread(work, "meseta-" + name + "-" + number.incrementAndGet(), context));
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public <T> CompletionStage<T> call(Callable<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      threads.execute(() -> home.execute(outcome(work, answer)));
    } catch (RejectedExecutionException e) {
      home.execute(() -> answer.completeExceptionally(e));
    }
    return answer;
  }

  void close() {
    threads.shutdownNow();
  }

  /** Does the work now; what it returns tells the answer. */
  @SuppressWarnings("CatchingUnchecked") // whatever it throws is its answer
  static <T> Runnable outcome(Callable<T> work, CompletableFuture<T> answer) {
    try {
      T value = work.call();
      return () -> answer.complete(value);
    } catch (Throwable e) {
      return () -> answer.completeExceptionally(e);
    }
  }

  /**
   * Neither in the context nor with the access rights of who happens to need it first: that may be
   * a plugin, whose classes would live as long as the thread does.
   */
  @SuppressWarnings("removal") // nothing else makes a thread forget the classes of its maker
  private static Thread thread(Runnable work, String name, @Nullable ClassLoader context) {
    PrivilegedAction<Thread> maker = () -> new Thread(work, name);
    Thread thread = AccessController.doPrivileged(maker);
    thread.setContextClassLoader(context);
    thread.setDaemon(true);
    return thread;
  }
}
