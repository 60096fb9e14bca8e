package org.meseta.plugins.allocator.hierarchical;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.meseta.plugin.Metrics;

/** Figures that the allocator's loop looks up from time to time, and any thread reads. */
final class Gauges {

  private final Metrics metrics;
  private final List<Gauge> gauges = new ArrayList<>();

  Gauges(Metrics metrics) {
    this.metrics = metrics;
  }

  /**
   * @param source asked by {@link #look} alone
   */
  Gauges add(String name, DoubleSupplier source) {
    gauges.add(new Gauge(metrics, name, source));
    return this;
  }

  /** Shows what is so now. */
  void look() {
    for (Gauge gauge : gauges) {
      gauge.value = gauge.source.getAsDouble();
    }
  }

  void close() {
    gauges.forEach(Gauge::close);
    gauges.clear();
  }

  private static final class Gauge {
    private final DoubleSupplier source;
    private final AutoCloseable registration;
    private volatile double value;

    Gauge(Metrics metrics, String name, DoubleSupplier source) {
      this.source = source;
      this.registration = metrics.gauge(name, () -> value);
    }

    void close() {
      try {
        registration.close();
      } catch (Exception e) {
        throw new IllegalStateException("a gauge cannot be closed", e);
      }
    }
  }
}
