package org.meseta.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Virtual time: every loop, timer and blocking call runs in the one thread that calls {@link #run}
 * or {@link #advance}, in the order in which things were given, and time passes only when told to.
 * The same seed and the same calls give the same run. Only one thread may use it.
 */
public final class ManualTime implements Runtime, Clock {
  /** What the clock shows at first. */
  public static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

  private static final Logger LOG = LoggerFactory.getLogger(ManualTime.class);
  private static final int MOST_STEPS = 20_000_000;

  private final SplittableRandom seeded;
  private final MetricsRegistry metrics = new Figures();
  private final Queue<Step> steps = new ArrayDeque<>();
  private final TimerHeap heap = new TimerHeap();
  private final List<Throwable> failures = new ArrayList<>();
  private final ManualLoop shared = new ManualLoop("timers", this);
  private @Nullable ManualLoop current;
  private long nanos;

  /** With seed 0. */
  public ManualTime() {
    this(0);
  }

  public ManualTime(long seed) {
    this.seeded = new SplittableRandom(seed);
  }

  /** Runs everything that waits, and what comes of it, until there is nothing left to do now. */
  public void run() {
    for (int i = 0; i < MOST_STEPS; i++) {
      if (!step()) {
        return;
      }
    }
    throw new IllegalStateException("still busy after " + MOST_STEPS + " steps");
  }

  /**
   * Runs one thing: what was given first, or else the first timer that is due.
   *
   * @return false if there was nothing to do at this time
   */
  public boolean step() {
    Step step = steps.poll();
    if (step == null) {
      Runnable due = heap.due(nanos);
      if (due == null) {
        return false;
      }
      due.run();
      return true;
    }
    step.loop.perform(step.task);
    return true;
  }

  /**
   * Lets time pass, from timer to timer; before and after each stop everything runs as in {@link
   * #run}.
   */
  public void advance(Duration span) {
    long end = nanos + SystemLoop.nanos(span);
    run();
    Long next = heap.earliest();
    while (next != null && next - end <= 0) {
      nanos = Math.max(nanos, next);
      run();
      next = heap.earliest();
    }
    nanos = end;
  }

  /**
   * Lets time pass to the next timer and runs nothing yet, for who looks around after each {@link
   * #step}.
   *
   * @return false if no timer is due within {@code most}; all of that has passed then
   */
  public boolean leap(Duration most) {
    long end = nanos + SystemLoop.nanos(most);
    Long next = heap.earliest();
    if (next == null || next - end > 0) {
      nanos = end;
      return false;
    }
    nanos = Math.max(nanos, next);
    return true;
  }

  /** How long until the next timer is due; empty if there is none. */
  public Optional<Duration> untilNextTimer() {
    return Optional.ofNullable(heap.earliest()).map(d -> Duration.ofNanos(Math.max(0, d - nanos)));
  }

  /** What tasks threw so far; a test wants none. */
  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  @Override
  public EventLoop loop(String name) {
    return new ManualLoop(name, this);
  }

  @Override
  public Clock clock() {
    return this;
  }

  @Override
  public Timers timers() {
    return shared;
  }

  @Override
  public Blocking blocking(String name, int threads, Executor home) {
    ManualLoop pool = new ManualLoop(name, this);
    return new Blocking() {
      @Override
      public <T> CompletableFuture<T> call(Callable<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        pool.execute(() -> home.execute(ThreadPool.outcome(work, answer)));
        return answer;
      }
    };
  }

  @Override
  public RandomGenerator random() {
    return seeded.split();
  }

  @Override
  public UUID newUuid() {
    long most = (seeded.nextLong() & ~0xF000L) | 0x4000L;
    long least = (seeded.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(most, least);
  }

  @Override
  public MetricsRegistry metrics() {
    return metrics;
  }

  @Override
  public Instant now() {
    return START.plusNanos(nanos);
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Nullable ManualLoop current() {
    return current;
  }

  void enqueue(ManualLoop loop, Runnable task) {
    steps.add(new Step(loop, task));
  }

  TimerHeap.Entry schedule(ManualLoop loop, Duration delay, Runnable task) {
    TimerHeap.Entry entry =
        heap.entry(nanos + SystemLoop.nanos(delay), () -> loop.performTimer(task));
    heap.add(entry);
    return entry;
  }

  /** Runs a task as part of a loop. */
  @SuppressWarnings("CatchingUnchecked") // one bad task must not end the run
  void perform(ManualLoop loop, Runnable task) {
    ManualLoop before = current;
    current = loop;
    try {
      task.run();
    } catch (Throwable e) {
      failures.add(e);
      LOG.error("A task on loop {} failed", loop.name(), e);
    } finally {
      current = before;
    }
  }

  private record Step(ManualLoop loop, Runnable task) {}
}
