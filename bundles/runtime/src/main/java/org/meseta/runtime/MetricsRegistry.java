package org.meseta.runtime;

import java.util.SortedMap;
import org.meseta.plugin.Metrics;

/** The figures of one daemon. */
public interface MetricsRegistry extends Metrics {

  /** How many of the last values of a timing its percentiles are about. */
  int WINDOW = 1000;

  /**
   * All figures now, by name. A timing shows its last value under its own name and, from the second
   * value on, {@code name/count}, {@code name/max}, {@code name/min}, {@code name/p50}, ..., {@code
   * name/p9999} over the last {@value #WINDOW} values, all in milliseconds. A gauge that throws is
   * left out. May be called from any thread.
   */
  SortedMap<String, Double> snapshot();
}
