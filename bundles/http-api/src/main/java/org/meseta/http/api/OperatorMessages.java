package org.meseta.http.api;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.meseta.protocol.v1.Flag;
import org.meseta.protocol.v1.Metric;
import org.meseta.runtime.MetricsRegistry;

/** Parts of answers that the operator APIs of master and agent have in common. */
public final class OperatorMessages {
  private OperatorMessages() {}

  /** Flags, by name. */
  public static List<Flag> flags(Map<String, String> flags) {
    return new TreeMap<>(flags)
        .entrySet().stream()
            .map(f -> Flag.newBuilder().setName(f.getKey()).setValue(f.getValue()).build())
            .toList();
  }

  /** All figures now, by name. */
  public static List<Metric> metrics(MetricsRegistry metrics) {
    return metrics.snapshot().entrySet().stream()
        .map(m -> Metric.newBuilder().setName(m.getKey()).setValue(m.getValue()).build())
        .toList();
  }
}
