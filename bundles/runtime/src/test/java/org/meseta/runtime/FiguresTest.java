package org.meseta.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private final Figures figures = new Figures();

  @Test
  void countersWithOneNameAreOne() {
    figures.counter("master/tasks").increment();
    figures.counter("master/tasks").add(4);
    assertThat(figures.snapshot()).containsEntry("master/tasks", 5.0);
    assertThatThrownBy(() -> figures.counter("master/tasks").add(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void leavesOutAGaugeThatFailsAndOneThatWasClosed() throws Exception {
    figures.gauge(
        "bad",
        () -> {
          throw new IllegalStateException("not now");
        });
    AutoCloseable old = figures.gauge("uptime", () -> 1);
    AutoCloseable last = figures.gauge("uptime", () -> 2);
    old.close();
    assertThat(figures.snapshot()).containsOnlyKeys("uptime").containsEntry("uptime", 2.0);
    last.close();
    assertThat(figures.snapshot()).isEmpty();
  }

  @Test
  void showsPercentilesOfATimingInMilliseconds() {
    for (int ms = 1; ms <= 101; ms++) {
      figures.timing("t_ms").record(Duration.ofMillis(ms));
    }
    assertThat(figures.snapshot())
        .containsEntry("t_ms", 101.0)
        .containsEntry("t_ms/count", 101.0)
        .containsEntry("t_ms/min", 1.0)
        .containsEntry("t_ms/max", 101.0)
        .containsEntry("t_ms/p50", 51.0)
        .containsEntry("t_ms/p90", 91.0)
        .containsEntry("t_ms/p99", 100.0)
        .containsKeys("t_ms/p95", "t_ms/p999", "t_ms/p9999");
  }

  @Test
  void oneValueHasNoPercentiles() {
    figures.timing("t_ms").record(Duration.ofMillis(3));
    assertThat(figures.snapshot()).containsOnlyKeys("t_ms");
  }

  @Test
  void aTimingForgetsValuesBeyondItsWindow() {
    for (int ms = 0; ms < 10 * MetricsRegistry.WINDOW; ms++) {
      figures.timing("t_ms").record(Duration.ofMillis(ms));
    }
    assertThat(figures.snapshot())
        .containsEntry("t_ms/count", (double) MetricsRegistry.WINDOW)
        .containsEntry("t_ms/min", 9.0 * MetricsRegistry.WINDOW);
  }

  @Property
  void percentilesGrowAndStayWithinTheValues(
      @ForAll @Size(min = 2, max = 50) int @IntRange(max = 10_000) [] values) {
    Samples samples = new Samples(1000);
    for (int value : values) {
      samples.add(value);
    }
    Samples.Sorted sorted = samples.sorted();
    double before = sorted.percentile(0);
    for (double p = 0; p <= 1; p += 0.01) {
      assertThat(sorted.percentile(p)).isGreaterThanOrEqualTo(before - 1e-9);
      before = sorted.percentile(p);
    }
    assertThat(before).isLessThanOrEqualTo(sorted.percentile(1) + 1e-9);
    assertThat(sorted.percentile(0)).isCloseTo(min(values), within(1e-9));
  }

  private static double min(int[] values) {
    return java.util.Arrays.stream(values).min().orElseThrow();
  }
}
