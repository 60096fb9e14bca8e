package org.meseta.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON to message. Of a name that comes twice the last counts. */
final class MessageReader {
  private final JsonParser parser;

  MessageReader(JsonParser parser) {
    this.parser = parser;
  }

  /** The parser stands at the start of the object, afterwards at its end. */
  void read(MessagePlan plan, Message.Builder to) throws IOException, JsonException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      FieldPlan field = plan.field(name);
      JsonToken token = parser.nextToken();
      if (field == null) {
        parser.skipChildren();
      } else {
        set(field, token == JsonToken.VALUE_NULL ? null : read(field, token), to);
      }
    }
  }

  private static void set(FieldPlan field, @Nullable Object value, Message.Builder to) {
    if (value == null) {
      to.clearField(field.descriptor);
    } else {
      to.setField(field.descriptor, value);
    }
  }

  private @Nullable Object read(FieldPlan field, JsonToken token)
      throws IOException, JsonException {
    if (field.map) {
      return readMap(field);
    }
    return field.repeated ? readRepeated(field, token) : readOne(field, token);
  }

  /** One value in place of an array counts as an array of one, as with Mesos. */
  private List<Object> readRepeated(FieldPlan field, JsonToken token)
      throws IOException, JsonException {
    List<Object> values = new ArrayList<>();
    if (token != JsonToken.START_ARRAY) {
      add(field, token, values);
      return values;
    }
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      add(field, t, values);
    }
    return values;
  }

  private void add(FieldPlan field, JsonToken token, List<Object> values)
      throws IOException, JsonException {
    Object value = token == JsonToken.VALUE_NULL ? null : readOne(field, token);
    if (value != null) {
      values.add(value);
    }
  }

  private List<Message> readMap(FieldPlan field) throws IOException, JsonException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw Failure.unexpected(parser);
    }
    Map<Object, Message> entries = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      Object key = ScalarReader.key(field.key(), name, parser);
      Message entry = readEntry(field, key, parser.nextToken());
      if (entry != null) {
        entries.put(key, entry);
      }
    }
    return List.copyOf(entries.values());
  }

  private @Nullable Message readEntry(FieldPlan field, Object key, JsonToken token)
      throws IOException, JsonException {
    Object value = token == JsonToken.VALUE_NULL ? null : readOne(field.value(), token);
    return value == null ? null : field.entry(key, value);
  }

  private @Nullable Object readOne(FieldPlan field, JsonToken token)
      throws IOException, JsonException {
    return switch (field.type) {
      case MESSAGE, GROUP -> readMessage(field, token);
      default -> ScalarReader.read(field, parser);
    };
  }

  private Message readMessage(FieldPlan field, JsonToken token) throws IOException, JsonException {
    if (token != JsonToken.START_OBJECT) {
      throw Failure.unexpected(parser);
    }
    MessagePlan plan = field.children();
    Message.Builder builder = plan.prototype.newBuilderForType();
    read(plan, builder);
    return builder.buildPartial();
  }
}
