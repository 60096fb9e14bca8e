package org.meseta.master.http.view;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.meseta.http.api.JsonBody;
import org.meseta.http.api.MessageJson;
import org.meseta.http.api.Numbers;
import org.meseta.http.api.ResourcesJson;
import org.meseta.master.http.answers.RoleUse;
import org.meseta.resources.ResourceLimits;

/** {@code /roles}: who has what, by role. */
record RolesView(List<RoleUse> roles) implements JsonBody {
  private static final double MILLI = 1000;

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("roles");
    for (RoleUse role : roles) {
      role(json, role);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** A limit of nothing is one too, and is shown. */
  private static void limits(JsonGenerator json, ResourceLimits limits) throws IOException {
    json.writeObjectFieldStart("limit");
    for (String name : limits.names()) {
      Numbers.field(json, name, limits.milli(name) / MILLI);
    }
    json.writeEndObject();
  }

  private static void role(JsonGenerator json, RoleUse role) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", role.name());
    Numbers.field(json, "weight", role.weight());
    json.writeObjectFieldStart("quota");
    json.writeStringField("role", role.name());
    ResourcesJson.quantities(json, "guarantee", role.quota().guarantees());
    limits(json, role.quota().limits());
    ResourcesJson.quantities(json, "consumed", role.consumed());
    json.writeEndObject();
    ResourcesJson.quantities(json, "resources", role.allocated().plus(role.offered()).quantities());
    ResourcesJson.quantities(json, "allocated", role.allocated().quantities());
    ResourcesJson.quantities(json, "offered", role.offered().quantities());
    ResourcesJson.quantities(json, "reserved", role.reserved().quantities());
    MessageJson.texts(json, "frameworks", role.frameworks());
    json.writeEndObject();
  }
}
