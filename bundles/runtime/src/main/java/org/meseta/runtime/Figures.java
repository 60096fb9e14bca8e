package org.meseta.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/** Figures in memory. Usable from any thread. */
public final class Figures implements MetricsRegistry {
  private final Map<String, Sum> counters = new ConcurrentHashMap<>();
  private final Map<String, Gauge> gauges = new ConcurrentHashMap<>();
  private final Map<String, Window> timings = new ConcurrentHashMap<>();

  @Override
  public Counter counter(String name) {
    return counters.computeIfAbsent(name, n -> new Sum());
  }

  @Override
  public AutoCloseable gauge(String name, DoubleSupplier value) {
    Gauge gauge = new Gauge(value);
    gauges.put(name, gauge);
    return () -> gauges.remove(name, gauge);
  }

  @Override
  public Timing timing(String name) {
    return timings.computeIfAbsent(name, n -> new Window());
  }

  @Override
  public SortedMap<String, Double> snapshot() {
    SortedMap<String, Double> figures = new TreeMap<>();
    counters.forEach((name, counter) -> figures.put(name, (double) counter.value()));
    timings.forEach((name, timing) -> timing.into(figures, name));
    gauges.forEach((name, gauge) -> gauge.into(figures, name));
    return figures;
  }

  private static final class Sum implements Counter {
    private final LongAdder sum = new LongAdder();

    @Override
    public void add(long count) {
      if (count < 0) {
        throw new IllegalArgumentException("a counter cannot go down by " + -count);
      }
      sum.add(count);
    }

    @Override
    public long value() {
      return sum.sum();
    }
  }

  /** A class and no record, because two gauges with one supplier are still two gauges. */
  private static final class Gauge {
    private final DoubleSupplier value;

    Gauge(DoubleSupplier value) {
      this.value = value;
    }

    void into(SortedMap<String, Double> figures, String name) {
      try {
        figures.put(name, value.getAsDouble());
      } catch (RuntimeException e) {
        // A gauge that cannot be read now is left out.
      }
    }
  }

  private static final class Window implements Timing {
    private final Samples samples = new Samples(WINDOW);

    @Override
    public synchronized void record(Duration span) {
      samples.add(span.toNanos() / 1e6);
    }

    void into(SortedMap<String, Double> figures, String name) {
      Samples.Sorted sorted;
      synchronized (this) {
        sorted = samples.sorted();
      }
      sorted.into(figures, name);
    }
  }
}
