package org.meseta.agent.http.view;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import org.meseta.agent.http.access.Sight;
import org.meseta.agent.state.Capabilities;
import org.meseta.agent.state.Host;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.http.api.BuildInfo;
import org.meseta.http.api.JsonBody;
import org.meseta.http.api.MessageJson;
import org.meseta.http.api.Numbers;
import org.meseta.http.api.ResourcesJson;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.resources.Resources;

/** {@code /state}: everything that may be seen. */
record StateView(Host host, Map<String, String> flags, Sight sight) implements JsonBody {

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("version", BuildInfo.current().version());
    BuildInfo.current().fields(json);
    self(json);
    resources(json);
    settings(json);
    FrameworkView.array(json, "frameworks", host.frameworks().values(), sight);
    FrameworkView.array(json, "completed_frameworks", host.completedFrameworks(), sight);
    json.writeEndObject();
  }

  private void self(JsonGenerator json) throws IOException {
    Numbers.field(json, "start_time", host.startTime());
    json.writeStringField("id", host.info().getId().getValue());
    json.writeStringField(
        "pid", "slave(1)@" + flags.getOrDefault("ip", "127.0.0.1") + ":" + host.info().getPort());
    json.writeStringField("hostname", host.info().getHostname());
    if (host.info().hasDomain()) {
      MessageJson.field(json, "domain", host.info().getDomain());
    }
    MessageJson.texts(
        json, "capabilities", Capabilities.ALL.stream().map(c -> c.getType().name()).toList());
  }

  private void resources(JsonGenerator json) throws IOException {
    Resources total = host.total();
    Resources used =
        host.executors()
            .map(LocalExecutor::resources)
            .reduce(Resources.empty(), Resources::plus)
            .unallocated();
    ResourcesJson.summary(json, "resources", total);
    ResourcesJson.reserved(json, "reserved_resources", total, sight::role);
    ResourcesJson.summary(json, "unreserved_resources", total.unreserved());
    ResourcesJson.reservedFull(json, "reserved_resources_full", total, sight::role);
    ResourcesJson.full(json, "unreserved_resources_full", total.unreserved());
    ResourcesJson.reserved(json, "reserved_resources_allocated", used, sight::role);
    ResourcesJson.summary(json, "unreserved_resources_allocated", used.unreserved());
    json.writeArrayFieldStart("resource_providers");
    json.writeEndArray();
  }

  private void settings(JsonGenerator json) throws IOException {
    MessageJson.attributes(json, host.info().getAttributesList());
    if (host.master().isPresent()) {
      MasterInfo master = host.master().get();
      json.writeStringField("master_hostname", master.getHostname());
    }
    for (String name : new String[] {"log_dir", "external_log_file"}) {
      if (flags.containsKey(name)) {
        json.writeStringField(name, flags.get(name));
      }
    }
    if (sight.flags()) {
      MessageJson.flags(json, flags);
    }
  }
}
