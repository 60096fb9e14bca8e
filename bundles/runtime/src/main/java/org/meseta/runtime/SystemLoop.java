package org.meseta.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A loop with a thread of its own. */
final class SystemLoop implements EventLoop, Timers {
  private static final Logger LOG = LoggerFactory.getLogger(SystemLoop.class);
  private static final int BATCH = 256;
  private static final int CLOSED = Integer.MIN_VALUE;

  private final String name;
  private final Clock clock;
  private final Metrics.Counter failures;
  private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private final List<Runnable> afterBatch = new CopyOnWriteArrayList<>();
  private final TimerHeap heap = new TimerHeap();
  private final Thread thread;

  /** How many things were accepted and have not run; the sign says whether the loop is closed. */
  private final AtomicInteger pending = new AtomicInteger();

  private volatile boolean sleeping;
  private volatile boolean abandoned;

  SystemLoop(String name, Clock clock, Metrics metrics) {
    this.name = name;
    this.clock = clock;
    this.failures = metrics.counter("runtime/" + name + "/failures");
    this.thread = new Thread(this::live, "meseta-" + name);
    thread.setDaemon(true);
  }

  SystemLoop start() {
    thread.start();
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public Timers timers() {
    return this;
  }

  @Override
  public boolean inLoop() {
    return Thread.currentThread() == thread;
  }

  @Override
  public void execute(Runnable task) {
    if (!accept(task)) {
      LOG.debug("Loop {} is closed and drops a task", name);
    }
  }

  @Override
  public <T> CompletionStage<T> ask(Supplier<T> question) {
    Question<T> asked = new Question<>(question);
    return accept(asked) ? asked : asked.refuse(name);
  }

  @Override
  public void afterBatch(Runnable task) {
    afterBatch.add(task);
  }

  @Override
  public int backlog() {
    return pending.get() & Integer.MAX_VALUE;
  }

  @Override
  public void close() {
    pending.getAndUpdate(p -> p | CLOSED);
    LockSupport.unpark(thread);
  }

  @Override
  public void abandon() {
    abandoned = true;
    close();
    thread.interrupt();
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    TimerHeap.Entry entry = heap.entry(clock.nanoTime() + nanos(delay), task);
    if (inLoop()) {
      heap.add(entry);
    } else {
      execute(() -> heap.add(entry));
    }
    return entry;
  }

  /** Not negative, and no more than 146 years, so that deadlines can be compared. */
  static long nanos(Duration delay) {
    if (delay.isNegative()) {
      return 0;
    }
    long most = Long.MAX_VALUE / 2;
    return delay.compareTo(Duration.ofNanos(most)) > 0 ? most : delay.toNanos();
  }

  private boolean accept(Runnable task) {
    if (pending.getAndUpdate(p -> p < 0 ? p : p + 1) < 0) {
      return false;
    }
    queue.add(task);
    if (sleeping) {
      LockSupport.unpark(thread);
    }
    return true;
  }

  private void live() {
    while (pending.get() != CLOSED && !abandoned) {
      if (batch() == 0) {
        sleep();
      }
    }
  }

  /** Timers that are due come first, so that a flood of tasks does not starve them. */
  private int batch() {
    int ran = 0;
    long now = clock.nanoTime();
    Runnable next = abandoned ? null : heap.due(now);
    while (next != null) {
      run(next);
      ran++;
      next = ran < BATCH && !abandoned ? heap.due(now) : null;
    }
    next = abandoned ? null : queue.poll();
    while (next != null) {
      run(next);
      pending.getAndDecrement();
      ran++;
      next = ran < BATCH && !abandoned ? queue.poll() : null;
    }
    if (ran > 0) {
      afterBatch.forEach(this::run);
    }
    return ran;
  }

  @SuppressWarnings("CatchingUnchecked") // one bad task must not end the loop
  private void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      failures.increment();
      LOG.error("A task on loop {} failed", name, e);
    }
  }

  private void sleep() {
    sleeping = true;
    if (queue.isEmpty() && pending.get() != CLOSED && !abandoned) {
      park(heap.earliest());
    }
    sleeping = false;
    boolean ignored = Thread.interrupted(); // else park would return at once for ever
  }

  private void park(@Nullable Long deadline) {
    if (deadline == null) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, deadline - clock.nanoTime());
    }
  }
}
