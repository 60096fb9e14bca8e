package org.meseta.master.http.view;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.meseta.http.api.MessageJson;
import org.meseta.http.api.Numbers;
import org.meseta.http.api.ResourcesJson;
import org.meseta.master.state.Agent;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.resources.Resources;

/** An agent, which these endpoints call a slave. */
final class AgentView {
  private AgentView() {}

  /** The fields that every endpoint shows. */
  static void fields(JsonGenerator json, Agent agent) throws IOException {
    json.writeStringField("id", agent.id().getValue());
    json.writeStringField("hostname", agent.info().getHostname());
    json.writeNumberField("port", agent.info().getPort());
    MessageJson.attributes(json, agent.info().getAttributesList());
    if (agent.info().hasDomain()) {
      MessageJson.field(json, "domain", agent.info().getDomain());
    }
    json.writeStringField("pid", agent.pid());
    Numbers.field(json, "registered_time", agent.registeredTime());
    if (agent.reregisteredTime().isPresent()) {
      Numbers.field(json, "reregistered_time", agent.reregisteredTime().get());
    }
    resources(json, agent);
    json.writeBooleanField("active", agent.active());
    json.writeBooleanField("deactivated", agent.deactivated());
    json.writeStringField("version", agent.version());
    MessageJson.texts(
        json, "capabilities", agent.capabilities().stream().map(c -> c.getType().name()).toList());
  }

  /** One that an earlier master has admitted and that has not come to this one yet. */
  static void recovered(JsonGenerator json, AgentInfo agent) throws IOException {
    json.writeStringField("id", agent.getId().getValue());
    json.writeStringField("hostname", agent.getHostname());
    json.writeNumberField("port", agent.getPort());
    MessageJson.attributes(json, agent.getAttributesList());
    if (agent.hasDomain()) {
      MessageJson.field(json, "domain", agent.getDomain());
    }
    ResourcesJson.summary(json, "resources", Resources.of(agent.getResourcesList()));
  }

  private static void resources(JsonGenerator json, Agent agent) throws IOException {
    ResourcesJson.summary(json, "resources", agent.total());
    ResourcesJson.summary(json, "used_resources", used(agent));
    ResourcesJson.summary(json, "offered_resources", agent.offered());
    ResourcesJson.reserved(json, "reserved_resources", agent.total());
    ResourcesJson.summary(json, "unreserved_resources", agent.total().unreserved());
  }

  /** What {@code /slaves} shows besides. */
  static void full(JsonGenerator json, Agent agent) throws IOException {
    ResourcesJson.reservedFull(json, "reserved_resources_full", agent.total());
    ResourcesJson.full(json, "unreserved_resources_full", agent.total().unreserved());
    ResourcesJson.full(json, "used_resources_full", used(agent));
    ResourcesJson.full(json, "offered_resources_full", agent.offered());
  }

  private static Resources used(Agent agent) {
    return agent.used().values().stream().reduce(Resources.empty(), Resources::plus);
  }
}
