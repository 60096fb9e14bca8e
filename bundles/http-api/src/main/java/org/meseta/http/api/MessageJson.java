package org.meseta.http.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Message;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.meseta.protocol.json.ProtoJson;
import org.meseta.protocol.v1.Attribute;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Labels;
import org.meseta.protocol.v1.Value;

/** Small parts that several of the older endpoints' answers have in common. */
public final class MessageJson {
  private MessageJson() {}

  /** A field with a message in the mapping of the v1 APIs. */
  public static void field(JsonGenerator json, String name, Message message) throws IOException {
    json.writeFieldName(name);
    ProtoJson.write(message, json);
  }

  /** A field with messages. */
  public static void array(JsonGenerator json, String name, List<? extends Message> messages)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Message message : messages) {
      ProtoJson.write(message, json);
    }
    json.writeEndArray();
  }

  /** A field with texts. */
  public static void texts(JsonGenerator json, String name, Iterable<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  /** The field {@code labels}: the bare list. */
  public static void labels(JsonGenerator json, Labels labels) throws IOException {
    array(json, "labels", labels.getLabelsList());
  }

  /** The field {@code flags}: texts by name. */
  public static void flags(JsonGenerator json, Map<String, String> flags) throws IOException {
    SortedMap<String, String> sorted = new TreeMap<>(flags);
    json.writeObjectFieldStart("flags");
    for (Map.Entry<String, String> flag : sorted.entrySet()) {
      json.writeStringField(flag.getKey(), flag.getValue());
    }
    json.writeEndObject();
  }

  /** The field {@code attributes}: values by name; a name that is given twice appears twice. */
  public static void attributes(JsonGenerator json, List<Attribute> attributes) throws IOException {
    json.writeObjectFieldStart("attributes");
    for (Attribute attribute : attributes) {
      json.writeFieldName(attribute.getName());
      value(json, attribute);
    }
    json.writeEndObject();
  }

  /**
   * The field {@code roles} of a framework that may have many, or {@code role} of one that may not.
   */
  @SuppressWarnings("deprecation") // FrameworkInfo.role is what clients without MULTI_ROLE read
  public static void roles(JsonGenerator json, FrameworkInfo framework) throws IOException {
    boolean many =
        framework.getCapabilitiesList().stream()
            .anyMatch(c -> c.getType() == FrameworkInfo.Capability.Type.MULTI_ROLE);
    if (many) {
      texts(json, "roles", framework.getRolesList());
    } else {
      json.writeStringField("role", framework.getRole());
    }
  }

  private static void value(JsonGenerator json, Attribute attribute) throws IOException {
    switch (attribute.getType()) {
      case SCALAR -> Numbers.write(json, attribute.getScalar().getValue());
      case RANGES -> json.writeString(ranges(attribute.getRanges()));
      case SET -> json.writeString(set(attribute.getSet()));
      case TEXT -> json.writeString(attribute.getText().getValue());
    }
  }

  private static String ranges(Value.Ranges ranges) {
    List<String> texts =
        ranges.getRangeList().stream()
            .map(r -> Long.toUnsignedString(r.getBegin()) + "-" + Long.toUnsignedString(r.getEnd()))
            .toList();
    return "[" + String.join(", ", texts) + "]";
  }

  private static String set(Value.Set set) {
    return "{" + String.join(", ", set.getItemList()) + "}";
  }
}
