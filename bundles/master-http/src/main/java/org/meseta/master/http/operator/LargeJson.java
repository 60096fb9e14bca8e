package org.meseta.master.http.operator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import org.meseta.http.api.MessageJson;
import org.meseta.protocol.v1.master.Response;

/** Large answers as JSON: as Mesos does, these show a list even when it is empty. */
final class LargeJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Set<String> NESTING = Set.of("GetState");

  private LargeJson() {}

  static void write(Response response, OutputStream out) throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      json.writeStringField("type", response.getType().name());
      for (FieldDescriptor field : response.getAllFields().keySet()) {
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
          section(json, field.getName(), (Message) response.getField(field));
        }
      }
      json.writeEndObject();
    }
  }

  private static void section(JsonGenerator json, String name, Message section) throws IOException {
    json.writeObjectFieldStart(name);
    for (FieldDescriptor field : section.getDescriptorForType().getFields()) {
      if (NESTING.contains(section.getDescriptorForType().getName())) {
        section(json, field.getName(), (Message) section.getField(field));
      } else if (!field.getOptions().getDeprecated()) {
        list(json, field, section);
      }
    }
    json.writeEndObject();
  }

  @SuppressWarnings("unchecked") // all fields of these sections are lists of messages
  private static void list(JsonGenerator json, FieldDescriptor field, Message section)
      throws IOException {
    MessageJson.array(json, field.getName(), (List<Message>) section.getField(field));
  }
}
