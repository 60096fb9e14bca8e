package org.meseta.plugin;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Where figures about the running process are kept. Names are Mesos's, for example {@code
 * master/tasks_running}. Asking twice for one name gives the same counter or timer. All methods may
 * be called from any thread and never block.
 */
@ProviderType
public interface Metrics {

  /** A number that only grows. */
  Counter counter(String name);

  /**
   * A number that is read when somebody asks. The last one registered under a name counts.
   *
   * @param value called from any thread; must not block; what it throws leaves the name out
   * @return closes the gauge; do so when the plugin closes
   */
  AutoCloseable gauge(String name, DoubleSupplier value);

  /** A span of time: shown as count, min, max and percentiles in milliseconds. */
  Timing timing(String name);

  /** Counts. */
  @ProviderType
  interface Counter {
    /** Adds one. */
    default void increment() {
      add(1);
    }

    /** Adds {@code count}, which must not be negative. */
    void add(long count);

    /** The count so far. */
    long value();
  }

  /** Collects spans of time. */
  @ProviderType
  interface Timing {
    /** Adds one span. */
    void record(Duration span);
  }
}
