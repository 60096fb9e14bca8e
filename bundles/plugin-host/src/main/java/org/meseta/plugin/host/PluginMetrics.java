package org.meseta.plugin.host;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;
import org.meseta.plugin.Metrics;

/** The metrics as one plugin sees them: its gauges go with it, though it forgets to close them. */
public final class PluginMetrics implements Metrics, AutoCloseable {
  private final Metrics metrics;
  private final Queue<AutoCloseable> gauges = new ConcurrentLinkedQueue<>();

  public PluginMetrics(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public Counter counter(String name) {
    return metrics.counter(name);
  }

  @Override
  public AutoCloseable gauge(String name, DoubleSupplier value) {
    AutoCloseable gauge = metrics.gauge(name, value);
    gauges.add(gauge);
    return gauge;
  }

  @Override
  public Timing timing(String name) {
    return metrics.timing(name);
  }

  @Override
  public void close() {
    for (AutoCloseable gauge = gauges.poll(); gauge != null; gauge = gauges.poll()) {
      try {
        gauge.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
