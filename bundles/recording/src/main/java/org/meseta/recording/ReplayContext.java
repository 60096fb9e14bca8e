package org.meseta.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.plugin.allocator.UnavailableResources;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.recording.proto.Ask;
import org.meseta.resources.Resources;
import org.meseta.runtime.ManualTime;
import org.meseta.runtime.SeededRandom;

/**
 * The context of an allocator in a replay. Its clock shows what was recorded, look by look, or else
 * the time of the step.
 */
final class ReplayContext implements AllocatorContext, Clock, Timers {
  private final AllocatorOptions options;
  private final RandomGenerator random;
  private final boolean exact;
  private final ManualTime figures = new ManualTime();
  private final Deque<Long> readings = new ArrayDeque<>();
  private final Map<Integer, Waiting> timers = new HashMap<>();
  private final Grants grants = new Grants();
  private final List<Ask> asks = new ArrayList<>();
  private int timersMade;
  private long nanos;

  /**
   * @param exact whether the clock is to show what was recorded
   */
  ReplayContext(AllocatorOptions options, long seed, boolean exact) {
    this.options = options;
    this.random = SeededRandom.of(seed);
    this.exact = exact;
  }

  private record Waiting(int number, long deadline, Runnable task) {}

  /** It is so late, and the clock will be looked at so often. */
  void begin(long at, List<Long> recorded) {
    nanos = at;
    readings.clear();
    readings.addAll(recorded);
    asks.clear();
  }

  /** How often the clock should have been looked at, and was not. */
  int readingsLeft() {
    return readings.size();
  }

  /** What was offered since this was cleared. */
  Grants grants() {
    return grants;
  }

  /** Takes the timer of this number; empty if there is none, or not any more. */
  Optional<Runnable> timer(int number) {
    return Optional.ofNullable(timers.remove(number)).map(Waiting::task);
  }

  /** Takes the next timer that is due by now. */
  Optional<Runnable> due() {
    return timers.values().stream()
        .filter(timer -> timer.deadline - nanos <= 0)
        .min(Comparator.comparingLong(Waiting::deadline).thenComparingInt(Waiting::number))
        .flatMap(timer -> timer(timer.number));
  }

  @Override
  public Clock clock() {
    return this;
  }

  @Override
  public Timers timers() {
    return this;
  }

  @Override
  public Metrics metrics() {
    return figures.metrics();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public AllocatorOptions options() {
    return options;
  }

  @Override
  public void offer(FrameworkID framework, Map<String, Map<AgentID, Resources>> offers) {
    grants.add(framework, offers);
  }

  @Override
  public void inverseOffer(FrameworkID framework, Map<AgentID, UnavailableResources> agents) {
    asks.addAll(Asks.of(framework, agents));
  }

  /** What frameworks were asked to do without in this step. */
  List<Ask> asks() {
    asks.sort(Asks.ORDER);
    return asks;
  }

  @Override
  public Instant now() {
    return exact ? Instants.of(reading()) : ManualTime.START.plusNanos(nanos);
  }

  @Override
  public long nanoTime() {
    return exact ? reading() : nanos;
  }

  private long reading() {
    Long next = readings.poll();
    if (next == null) {
      throw new DivergedException("it looks at the clock once more than was recorded");
    }
    return next;
  }

  @Override
  public Timer schedule(Duration delay, Runnable task) {
    int number = timersMade++;
    timers.put(number, new Waiting(number, nanos + Math.max(0, delay.toNanos()), task));
    return () -> timers.remove(number) != null;
  }
}
