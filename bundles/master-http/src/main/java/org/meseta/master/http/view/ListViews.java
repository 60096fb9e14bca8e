package org.meseta.master.http.view;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;
import org.meseta.http.api.JsonBody;
import org.meseta.http.server.HttpRequest;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.master.state.RecoveredAgent;

/** Agents and frameworks, each as a list. */
final class ListViews {
  private ListViews() {}

  /** {@code /slaves}, all or the one asked for. */
  static JsonBody slaves(Cluster cluster, HttpRequest request) {
    Optional<String> id = request.query("slave_id");
    return json -> {
      json.writeStartObject();
      agents(json, cluster, a -> id.isEmpty() || id.get().equals(a.id().getValue()), true);
      json.writeEndObject();
    };
  }

  /** {@code /frameworks}, all or the one asked for. */
  static JsonBody frameworks(Cluster cluster, HttpRequest request) {
    Optional<String> id = request.query("framework_id");
    Predicate<Framework> wanted = f -> id.isEmpty() || id.get().equals(f.id().getValue());
    return json -> {
      json.writeStartObject();
      frameworks(
          json, "frameworks", cluster.frameworks().values().stream().filter(wanted).toList());
      frameworks(
          json,
          "completed_frameworks",
          cluster.completedFrameworks().stream().filter(wanted).toList());
      empty(json, "unregistered_frameworks");
      json.writeEndObject();
    };
  }

  static void agents(JsonGenerator json, Cluster cluster, Predicate<Agent> wanted, boolean full)
      throws IOException {
    json.writeArrayFieldStart("slaves");
    for (Agent agent : cluster.agents().values()) {
      if (wanted.test(agent)) {
        json.writeStartObject();
        AgentView.fields(json, agent);
        if (full) {
          AgentView.full(json, agent);
        }
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    json.writeArrayFieldStart("recovered_slaves");
    for (RecoveredAgent agent : cluster.absent().recovered().values()) {
      json.writeStartObject();
      AgentView.recovered(json, agent.info());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void frameworks(JsonGenerator json, String field, Collection<Framework> frameworks)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Framework framework : frameworks) {
      FrameworkView.write(json, framework);
    }
    json.writeEndArray();
  }

  static void empty(JsonGenerator json, String field) throws IOException {
    json.writeArrayFieldStart(field);
    json.writeEndArray();
  }
}
