package org.meseta.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.meseta.protocol.json.ProtoJson;
import org.meseta.protocol.v1.Resource;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;

/** Resources as the older endpoints show them. */
public final class ResourcesJson {
  private static final List<String> ALWAYS = List.of("disk", "mem", "gpus", "cpus");

  private ResourcesJson() {}

  /** A field with one value for each name: {@code {"cpus":2.0,"ports":"[31000-32000]"}}. */
  public static void summary(JsonGenerator json, String field, Resources resources)
      throws IOException {
    json.writeFieldName(field);
    summary(json, resources);
  }

  /** A field with a summary for each role that something is reserved to. */
  public static void reserved(JsonGenerator json, String field, Resources resources)
      throws IOException {
    reserved(json, field, resources, role -> true);
  }

  /** As the other {@code reserved}, with such roles alone. */
  public static void reserved(
      JsonGenerator json, String field, Resources resources, Predicate<String> roles)
      throws IOException {
    json.writeObjectFieldStart(field);
    for (String role : resources.reservationRoles()) {
      if (roles.test(role)) {
        summary(json, role, resources.reservedTo(role));
      }
    }
    json.writeEndObject();
  }

  /** A field with each resource as it is on the wire. */
  public static void full(JsonGenerator json, String field, Resources resources)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Resource resource : resources.toListWithBothFormats()) {
      ProtoJson.write(resource, json);
    }
    json.writeEndArray();
  }

  /** A field with the wire form of what is reserved, by role. */
  public static void reservedFull(JsonGenerator json, String field, Resources resources)
      throws IOException {
    reservedFull(json, field, resources, role -> true);
  }

  /** As the other {@code reservedFull}, with such roles alone. */
  public static void reservedFull(
      JsonGenerator json, String field, Resources resources, Predicate<String> roles)
      throws IOException {
    json.writeObjectFieldStart(field);
    for (String role : resources.reservationRoles()) {
      if (roles.test(role)) {
        full(json, role, resources.reservedTo(role));
      }
    }
    json.writeEndObject();
  }

  /** A field with amounts by name; nothing where there is none. */
  public static void quantities(JsonGenerator json, String field, ResourceQuantities quantities)
      throws IOException {
    json.writeObjectFieldStart(field);
    for (String name : quantities.names().stream().sorted().toList()) {
      Numbers.field(json, name, quantities.milli(name) / 1000.0);
    }
    json.writeEndObject();
  }

  private static void summary(JsonGenerator json, Resources resources) throws IOException {
    Map<String, Object> values = resources.summary();
    json.writeStartObject();
    for (String name : ALWAYS) {
      value(json, name, values.getOrDefault(name, 0.0));
    }
    for (Map.Entry<String, Object> entry : values.entrySet()) {
      if (!ALWAYS.contains(entry.getKey())) {
        value(json, entry.getKey(), entry.getValue());
      }
    }
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, String name, Object value) throws IOException {
    if (value instanceof Double number) {
      Numbers.field(json, name, number);
    } else {
      json.writeStringField(name, value.toString());
    }
  }
}
