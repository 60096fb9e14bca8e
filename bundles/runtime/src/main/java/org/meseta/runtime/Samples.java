package org.meseta.runtime;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The last so many values. One thread at a time uses it. */
final class Samples {
  private static final Map<String, Double> PERCENTILES = new LinkedHashMap<>();

  static {
    PERCENTILES.put("p50", 0.5);
    PERCENTILES.put("p90", 0.9);
    PERCENTILES.put("p95", 0.95);
    PERCENTILES.put("p99", 0.99);
    PERCENTILES.put("p999", 0.999);
    PERCENTILES.put("p9999", 0.9999);
  }

  private final int window;
  private double[] values = new double[16];
  private long added;

  Samples(int window) {
    this.window = window;
  }

  void add(double value) {
    int slot = (int) (added++ % window);
    if (slot >= values.length) {
      values = Arrays.copyOf(values, Math.min(window, values.length * 2));
    }
    values[slot] = value;
  }

  /** A copy, in order. */
  Sorted sorted() {
    double[] copy = Arrays.copyOf(values, (int) Math.min(added, window));
    double last = added == 0 ? 0 : values[(int) ((added - 1) % window)];
    Arrays.sort(copy);
    return new Sorted(copy, last);
  }

  /** Values in order, and the last one added. */
  static final class Sorted {
    private final double[] values;
    private final double last;

    private Sorted(double[] values, double last) {
      this.values = values;
      this.last = last;
    }

    void into(Map<String, Double> figures, String name) {
      if (values.length > 0) {
        figures.put(name, last);
      }
      if (values.length > 1) {
        figures.put(name + "/count", (double) values.length);
        figures.put(name + "/min", values[0]);
        figures.put(name + "/max", values[values.length - 1]);
        PERCENTILES.forEach((suffix, p) -> figures.put(name + "/" + suffix, percentile(p)));
      }
    }

    /** Between two values the line that joins them counts. */
    double percentile(double p) {
      double position = p * (values.length - 1);
      int below = (int) position;
      int above = Math.min(below + 1, values.length - 1);
      return values[below] + (position - below) * (values[above] - values[below]);
    }
  }
}
