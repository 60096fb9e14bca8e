package org.meseta.master.http.view;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.meseta.http.api.JsonBody;
import org.meseta.http.api.MessageJson;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.RecoveredAgent;
import org.meseta.protocol.json.ProtoJson;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.TimeInfo;
import org.meseta.protocol.v1.WeightInfo;
import org.meseta.protocol.v1.quota.QuotaConfig;

/** {@code /registrar(1)/registry}: what is written down to outlive the master. */
record RegistryView(Cluster cluster) implements JsonBody {
  private static final long NANOS = 1_000_000_000;

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("master");
    MessageJson.field(json, "info", cluster.master());
    json.writeEndObject();
    agents(json);
    absent(json, "unreachable", cluster.absent().unreachable());
    absent(json, "gone", cluster.absent().gone());
    json.writeArrayFieldStart("weights");
    for (Map.Entry<String, Double> weight : new TreeMap<>(cluster.weights()).entrySet()) {
      WeightInfo.Builder info = WeightInfo.newBuilder().setRole(weight.getKey());
      ProtoJson.write(info.setWeight(weight.getValue()).build(), json);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("quota_configs");
    for (QuotaConfig quota : new TreeMap<>(cluster.quotas()).values()) {
      ProtoJson.write(quota, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void agents(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("slaves");
    json.writeArrayFieldStart("slaves");
    for (Agent agent : cluster.agents().values()) {
      agent(json, agent.info(), agent.deactivated());
    }
    for (RecoveredAgent agent : cluster.absent().recovered().values()) {
      agent(json, agent.info(), cluster.absent().deactivated().contains(agent.id()));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void agent(JsonGenerator json, AgentInfo agent, boolean deactivated)
      throws IOException {
    json.writeStartObject();
    MessageJson.field(json, "info", agent);
    json.writeBooleanField("deactivated", deactivated);
    json.writeEndObject();
  }

  private static void absent(JsonGenerator json, String field, Map<AgentID, Instant> agents)
      throws IOException {
    json.writeObjectFieldStart(field);
    json.writeArrayFieldStart("slaves");
    for (Map.Entry<AgentID, Instant> agent : agents.entrySet()) {
      Instant since = agent.getValue();
      json.writeStartObject();
      MessageJson.field(json, "id", agent.getKey());
      MessageJson.field(
          json,
          "timestamp",
          TimeInfo.newBuilder()
              .setNanoseconds(since.getEpochSecond() * NANOS + since.getNano())
              .build());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
