package org.meseta.runtime;

import java.util.SortedMap;
import org.meseta.plugin.Metrics;

/** The figures of one daemon. */
public interface MetricsRegistry extends Metrics {

  /**
   * All figures now, by name. Timings appear as {@code name/count}, {@code name/max}, {@code
   * name/min}, {@code name/p50}, ..., {@code name/p9999}, in milliseconds. A gauge that throws is
   * left out. May be called from any thread.
   */
  SortedMap<String, Double> snapshot();
}
