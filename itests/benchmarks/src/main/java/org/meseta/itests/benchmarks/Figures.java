package org.meseta.itests.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What was measured, in the order in which it was put; keys carry the units. */
final class Figures {
  private final Map<String, String> values = new LinkedHashMap<>();

  Figures(String benchmark) {
    values.put("benchmark", '"' + benchmark + '"');
  }

  Figures put(String key, long value) {
    values.put(key, Long.toString(value));
    return this;
  }

  Figures put(String key, double value) {
    values.put(key, String.format(Locale.ROOT, "%.2f", value));
    return this;
  }

  Figures put(String key, String value) {
    values.put(key, '"' + value + '"');
    return this;
  }

  /** Median and extremes of several rounds; nothing if there was none. */
  Figures spread(String key, List<Double> rounds) {
    if (rounds.isEmpty()) {
      return this;
    }
    return put(key + "_median", percentile(rounds, 0.5))
        .put(key + "_min", percentile(rounds, 0))
        .put(key + "_max", percentile(rounds, 1));
  }

  Figures percentiles(String key, List<Double> values) {
    return put(key + "_p50_ms", percentile(values, 0.5))
        .put(key + "_p99_ms", percentile(values, 0.99))
        .put(key + "_max_ms", percentile(values, 1));
  }

  /**
   * The smallest value that at least this part of all values does not exceed.
   *
   * @return 0 if there are no values
   */
  static double percentile(List<Double> values, double part) {
    List<Double> sorted = values.stream().sorted().toList();
    int rank = (int) Math.ceil(part * sorted.size());
    return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, rank - 1));
  }

  /** One line. */
  String json() {
    return values.entrySet().stream()
        .map(entry -> '"' + entry.getKey() + "\":" + entry.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
