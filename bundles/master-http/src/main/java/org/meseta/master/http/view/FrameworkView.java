package org.meseta.master.http.view;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import org.meseta.http.api.ExecutorJson;
import org.meseta.http.api.MessageJson;
import org.meseta.http.api.Numbers;
import org.meseta.http.api.ResourcesJson;
import org.meseta.http.api.TaskJson;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Offered;
import org.meseta.protocol.json.ProtoJson;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.resources.Resources;

/** A framework. */
final class FrameworkView {
  private FrameworkView() {}

  /** The fields that {@code /state-summary} shows too. */
  static void summary(JsonGenerator json, Framework framework) throws IOException {
    FrameworkInfo info = framework.info();
    json.writeStringField("id", framework.id().getValue());
    json.writeStringField("name", info.getName());
    ResourcesJson.summary(json, "used_resources", used(framework));
    ResourcesJson.summary(json, "offered_resources", offered(framework));
    MessageJson.texts(
        json,
        "capabilities",
        info.getCapabilitiesList().stream().map(c -> c.getType().name()).toList());
    json.writeStringField("hostname", info.getHostname());
    json.writeStringField("webui_url", info.getWebuiUrl());
    json.writeBooleanField("active", framework.active());
    json.writeBooleanField("connected", framework.connected());
    json.writeBooleanField("recovered", framework.recovered());
  }

  /** The whole of it. */
  static void write(JsonGenerator json, Framework framework) throws IOException {
    json.writeStartObject();
    summary(json, framework);
    info(json, framework);
    TaskJson.array(json, "tasks", framework.tasks().values());
    TaskJson.array(json, "unreachable_tasks", framework.unreachableTasks().values());
    TaskJson.array(json, "completed_tasks", framework.completedTasks());
    offers(json, framework);
    executors(json, framework);
    if (framework.info().hasLabels()) {
      MessageJson.labels(json, framework.info().getLabels());
    }
    json.writeFieldName("offer_constraints");
    ProtoJson.write(framework.constraints(), json);
    json.writeEndObject();
  }

  private static void info(JsonGenerator json, Framework framework) throws IOException {
    FrameworkInfo info = framework.info();
    json.writeStringField("user", info.getUser());
    Numbers.field(json, "failover_timeout", info.getFailoverTimeout());
    json.writeBooleanField("checkpoint", info.getCheckpoint());
    Numbers.field(json, "registered_time", framework.registeredTime());
    Numbers.field(
        json, "unregistered_time", framework.unregisteredTime().map(Numbers::seconds).orElse(0.0));
    if (info.hasPrincipal()) {
      json.writeStringField("principal", info.getPrincipal());
    }
    ResourcesJson.summary(json, "resources", used(framework).plus(offered(framework)));
    if (framework.reregisteredTime().isPresent()) {
      Numbers.field(json, "reregistered_time", framework.reregisteredTime().get());
    }
    MessageJson.roles(json, info);
  }

  private static void offers(JsonGenerator json, Framework framework) throws IOException {
    json.writeArrayFieldStart("offers");
    for (Offered offer : framework.offers().values()) {
      json.writeStartObject();
      json.writeStringField("id", offer.id().getValue());
      json.writeStringField("framework_id", offer.framework().getValue());
      json.writeObjectFieldStart("allocation_info");
      json.writeStringField("role", offer.role());
      json.writeEndObject();
      json.writeStringField("slave_id", offer.agent().getValue());
      ResourcesJson.summary(json, "resources", offer.resources());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void executors(JsonGenerator json, Framework framework) throws IOException {
    json.writeArrayFieldStart("executors");
    for (Map.Entry<AgentID, Map<ExecutorID, ExecutorInfo>> agent :
        framework.executors().entrySet()) {
      for (ExecutorInfo executor : agent.getValue().values()) {
        json.writeStartObject();
        ExecutorJson.fields(json, executor);
        json.writeStringField("slave_id", agent.getKey().getValue());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private static Resources used(Framework framework) {
    return framework.used().values().stream().reduce(Resources.empty(), Resources::plus);
  }

  private static Resources offered(Framework framework) {
    return framework.offers().values().stream()
        .map(Offered::resources)
        .reduce(Resources.empty(), Resources::plus);
  }
}
