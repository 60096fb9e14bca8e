package org.meseta.master.http.view;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.meseta.http.api.BuildInfo;
import org.meseta.http.api.JsonBody;
import org.meseta.http.api.MessageJson;
import org.meseta.http.api.Numbers;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Cluster;
import org.meseta.protocol.v1.MasterInfo;

/**
 * {@code /state}: everything.
 *
 * @param visibleFlags shown if the caller may see them
 * @param flags all of them, some of which are shown by themselves
 */
record StateView(
    Cluster cluster, Map<String, String> flags, Optional<Map<String, String>> visibleFlags)
    implements JsonBody {

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    software(json);
    self(json);
    counts(json);
    leader(json);
    settings(json);
    ListViews.agents(json, cluster, agent -> true, false);
    ListViews.frameworks(json, "frameworks", cluster.frameworks().values());
    ListViews.frameworks(json, "completed_frameworks", cluster.completedFrameworks());
    ListViews.empty(json, "orphan_tasks");
    ListViews.empty(json, "unregistered_frameworks");
    json.writeEndObject();
  }

  private void software(JsonGenerator json) throws IOException {
    json.writeStringField("version", BuildInfo.current().version());
    BuildInfo.current().fields(json);
  }

  private void self(JsonGenerator json) throws IOException {
    MasterInfo master = cluster.master();
    Numbers.field(json, "start_time", cluster.startTime());
    if (cluster.electedTime().isPresent()) {
      Numbers.field(json, "elected_time", cluster.electedTime().get());
    }
    json.writeStringField("id", master.getId());
    json.writeStringField("pid", master.getPid());
    json.writeStringField("hostname", master.getHostname());
    MessageJson.texts(
        json,
        "capabilities",
        master.getCapabilitiesList().stream().map(c -> c.getType().name()).toList());
  }

  private void counts(JsonGenerator json) throws IOException {
    int active = Math.toIntExact(cluster.agents().values().stream().filter(Agent::active).count());
    Numbers.field(json, "activated_slaves", active);
    Numbers.field(json, "deactivated_slaves", cluster.agents().size() - active);
    Numbers.field(json, "unreachable_slaves", cluster.unreachableAgents());
  }

  private void leader(JsonGenerator json) throws IOException {
    MasterInfo master = cluster.master();
    if (master.hasDomain()) {
      MessageJson.field(json, "domain", master.getDomain());
    }
    if (cluster.leader().isPresent()) {
      MasterInfo leader = cluster.leader().get();
      json.writeStringField("leader", leader.getPid());
      json.writeObjectFieldStart("leader_info");
      json.writeStringField("id", leader.getId());
      json.writeStringField("pid", leader.getPid());
      json.writeNumberField("port", leader.getPort());
      json.writeStringField("hostname", leader.getHostname());
      if (leader.hasDomain()) {
        MessageJson.field(json, "domain", leader.getDomain());
      }
      json.writeEndObject();
    }
  }

  private void settings(JsonGenerator json) throws IOException {
    for (String name : new String[] {"cluster", "log_dir", "external_log_file"}) {
      if (flags.containsKey(name)) {
        json.writeStringField(name, flags.get(name));
      }
    }
    if (visibleFlags.isPresent()) {
      MessageJson.flags(json, visibleFlags.get());
    }
  }
}
