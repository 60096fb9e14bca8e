package org.meseta.agent.http.view;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.meseta.agent.api.Agent.Usage;
import org.meseta.http.api.JsonBody;
import org.meseta.http.api.MessageJson;

/**
 * {@code /monitor/statistics} and {@code /containers}: what each executor's container uses.
 *
 * @param containers whether the containers themselves are shown too
 */
record UsageView(List<Usage> usages, boolean containers) implements JsonBody {

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartArray();
    for (Usage usage : usages) {
      write(json, usage);
    }
    json.writeEndArray();
  }

  @SuppressWarnings("deprecation") // source: clients read it still
  private void write(JsonGenerator json, Usage usage) throws IOException {
    json.writeStartObject();
    if (containers) {
      json.writeStringField("container_id", usage.container().getValue());
    }
    json.writeStringField("executor_id", usage.id().getValue());
    json.writeStringField("executor_name", usage.executor().getName());
    json.writeStringField("framework_id", usage.framework().getValue());
    json.writeStringField("source", usage.executor().getSource());
    MessageJson.field(json, "statistics", usage.statistics());
    if (containers) {
      MessageJson.field(json, "status", usage.status());
    }
    json.writeEndObject();
  }
}
