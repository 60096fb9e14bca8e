package org.meseta.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.meseta.plugin.host.Calls;
import org.meseta.plugin.host.Deployment;
import org.meseta.plugin.host.Leftover;
import org.meseta.plugin.host.Origin;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.plugin.host.PluginEvent;
import org.meseta.plugin.host.PluginStatus;
import org.meseta.plugin.host.Refusal;

/**
 * The answer of {@code /plugins}: the plugins of one daemon with their state and calls, what
 * happened to them, what is left over of those that are gone, and the files that were installed or
 * refused. Not an endpoint of Mesos.
 */
public final class PluginsJson {

  private PluginsJson() {}

  /**
   * What the board says now.
   *
   * @param host whose plugins: {@code master} or {@code agent}
   */
  public static JsonBody of(PluginBoard board, String host) {
    return json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("plugins");
      for (PluginStatus plugin : board.plugins()) {
        if (plugin.host().equals(host)) {
          write(json, plugin);
        }
      }
      json.writeEndArray();
      json.writeArrayFieldStart("events");
      for (PluginEvent event : board.events()) {
        if (event.host().equals(host)) {
          write(json, event);
        }
      }
      json.writeEndArray();
      json.writeArrayFieldStart("leftovers");
      for (Leftover leftover : board.leftovers()) {
        if (leftover.host().equals(host)) {
          write(json, leftover);
        }
      }
      json.writeEndArray();
      json.writeArrayFieldStart("files");
      for (Deployment deployment : board.deployments()) {
        write(json, deployment);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("refused");
      for (Refusal refusal : board.refusals()) {
        write(json, refusal);
      }
      json.writeEndArray();
      json.writeEndObject();
    };
  }

  private static void write(JsonGenerator json, PluginStatus plugin) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", plugin.kind());
    json.writeStringField("name", plugin.name());
    write(json, plugin.origin());
    json.writeStringField("state", plugin.state().text());
    json.writeStringField("since", plugin.since().toString());
    json.writeStringField("reason", plugin.reason());
    Calls calls = plugin.calls();
    json.writeObjectFieldStart("calls");
    json.writeNumberField("count", calls.count());
    json.writeNumberField("failures", calls.failures());
    json.writeNumberField("timeouts", calls.timeouts());
    json.writeNumberField("total_ms", calls.totalMillis());
    json.writeNumberField("p99_ms", calls.p99Millis());
    json.writeNumberField("max_ms", calls.maxMillis());
    json.writeEndObject();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Origin origin) throws IOException {
    json.writeStringField("bundle", origin.bundle());
    json.writeStringField("version", origin.version());
  }

  private static void write(JsonGenerator json, PluginEvent event) throws IOException {
    json.writeStartObject();
    json.writeStringField("time", event.time().toString());
    json.writeStringField("kind", event.kind());
    json.writeStringField("name", event.plugin());
    write(json, event.origin());
    json.writeStringField("state", event.state().text());
    json.writeStringField("reason", event.reason());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Leftover leftover) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", leftover.kind());
    json.writeStringField("name", leftover.name());
    write(json, leftover.origin());
    json.writeStringField("since", leftover.since().toString());
    json.writeArrayFieldStart("threads");
    for (String thread : leftover.threads()) {
      json.writeString(thread);
    }
    json.writeEndArray();
    json.writeStringField("reason", leftover.reason());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Deployment deployment) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", deployment.file());
    json.writeStringField("time", deployment.time().toString());
    json.writeStringField("bundle", deployment.bundle());
    json.writeStringField("version", deployment.version());
    json.writeStringField("replaces", deployment.replaces());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Refusal refusal) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", refusal.file());
    json.writeStringField("time", refusal.time().toString());
    json.writeStringField("reason", refusal.reason());
    json.writeEndObject();
  }
}
