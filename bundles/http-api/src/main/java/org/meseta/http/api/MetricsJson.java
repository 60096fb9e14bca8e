package org.meseta.http.api;

import java.util.Map;
import java.util.Optional;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpRequest;
import org.meseta.runtime.Durations;
import org.meseta.runtime.MetricsRegistry;

/** {@code /metrics/snapshot}: all figures by name. */
public final class MetricsJson {
  private MetricsJson() {}

  /**
   * The answer. A {@code timeout} must be a duration; nothing here takes long enough to need it.
   *
   * @throws Refusal 400 if it is none
   */
  public static HttpAnswer snapshot(HttpRequest request, MetricsRegistry metrics) {
    checkTimeout(request.query("timeout"));
    JsonBody body =
        json -> {
          json.writeStartObject();
          for (Map.Entry<String, Double> figure : metrics.snapshot().entrySet()) {
            Numbers.field(json, figure.getKey(), figure.getValue());
          }
          json.writeEndObject();
        };
    return body.streamed(request);
  }

  private static void checkTimeout(Optional<String> timeout) {
    try {
      timeout.ifPresent(Durations::parse);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("Invalid timeout '%s': %s".formatted(timeout.get(), e.getMessage()));
    }
  }
}
