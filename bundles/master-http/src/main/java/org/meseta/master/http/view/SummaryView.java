package org.meseta.master.http.view;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.meseta.http.api.JsonBody;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;

/**
 * {@code /state-summary}: counts in the place of tasks.
 *
 * @param flags of which the cluster's name is shown
 */
record SummaryView(Cluster cluster, Map<String, String> flags) implements JsonBody {

  @Override
  public void write(JsonGenerator json) throws IOException {
    Map<String, TaskCounts> byAgent = new HashMap<>();
    Map<String, TaskCounts> byFramework = new HashMap<>();
    cluster.frameworks().values().forEach(f -> count(f, byAgent, byFramework));

    json.writeStartObject();
    json.writeStringField("hostname", cluster.master().getHostname());
    if (flags.containsKey("cluster")) {
      json.writeStringField("cluster", flags.get("cluster"));
    }
    json.writeArrayFieldStart("slaves");
    for (Agent agent : cluster.agents().values()) {
      json.writeStartObject();
      AgentView.fields(json, agent);
      of(byAgent, agent.id().getValue()).write(json, "framework_ids");
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("frameworks");
    for (Framework framework : cluster.frameworks().values()) {
      json.writeStartObject();
      FrameworkView.summary(json, framework);
      of(byFramework, framework.id().getValue()).write(json, "slave_ids");
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void count(
      Framework framework, Map<String, TaskCounts> byAgent, Map<String, TaskCounts> byFramework) {
    String id = framework.id().getValue();
    TaskCounts.tasks(framework)
        .forEach(
            task -> {
              String agent = task.getAgentId().getValue();
              of(byAgent, agent).add(task, id);
              of(byFramework, id).add(task, agent);
            });
  }

  private static TaskCounts of(Map<String, TaskCounts> counts, String id) {
    return counts.computeIfAbsent(id, unknown -> new TaskCounts());
  }
}
