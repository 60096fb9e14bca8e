package org.meseta.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.util.List;

/** Message to JSON. */
final class MessageWriter {
  private MessageWriter() {}

  static void write(MessagePlan plan, Message message, JsonGenerator out) throws IOException {
    out.writeStartObject();
    for (FieldPlan field : plan.fields) {
      if (field.repeated) {
        writeRepeated(field, message, out);
      } else if (field.presence.count(message) > 0) {
        out.writeFieldName(field.name);
        writeValue(field, message.getField(field.descriptor), out);
      } else if (field.shownDefault != null) {
        out.writeFieldName(field.name);
        writeValue(field, field.shownDefault, out);
      }
    }
    out.writeEndObject();
  }

  private static void writeRepeated(FieldPlan field, Message message, JsonGenerator out)
      throws IOException {
    if (field.presence.count(message) == 0 && !field.showsEmpty) {
      return;
    }
    out.writeFieldName(field.name);
    List<?> values = (List<?>) message.getField(field.descriptor);
    if (field.map) {
      writeMap(field, values, out);
    } else {
      writeArray(field, values, out);
    }
  }

  private static void writeArray(FieldPlan field, List<?> values, JsonGenerator out)
      throws IOException {
    out.writeStartArray();
    for (Object value : values) {
      writeValue(field, value, out);
    }
    out.writeEndArray();
  }

  private static void writeMap(FieldPlan field, List<?> entries, JsonGenerator out)
      throws IOException {
    FieldPlan key = field.key();
    FieldPlan value = field.value();
    out.writeStartObject();
    for (Object entry : entries) {
      Message pair = (Message) entry;
      out.writeFieldName(String.valueOf(pair.getField(key.descriptor)));
      writeValue(value, pair.getField(value.descriptor), out);
    }
    out.writeEndObject();
  }

  private static void writeValue(FieldPlan field, Object value, JsonGenerator out)
      throws IOException {
    switch (field.type) {
      case MESSAGE, GROUP -> write(field.children(), (Message) value, out);
      case STRING -> out.writeString((String) value);
      case ENUM -> out.writeString(((EnumValueDescriptor) value).getName());
      case BYTES -> out.writeBinary(((ByteString) value).toByteArray());
      case BOOL -> out.writeBoolean((Boolean) value);
      case DOUBLE -> Doubles.write((Double) value, out);
      case FLOAT -> Doubles.write((Float) value, out);
      case INT32, SINT32, SFIXED32 -> out.writeNumber((Integer) value);
      case UINT32, FIXED32 -> out.writeNumber(Integer.toUnsignedLong((Integer) value));
      case INT64, SINT64, SFIXED64 -> out.writeNumber((Long) value);
      case UINT64, FIXED64 -> writeUnsigned((Long) value, out);
    }
  }

  private static void writeUnsigned(long value, JsonGenerator out) throws IOException {
    if (value >= 0) {
      out.writeNumber(value);
    } else {
      out.writeNumber(Long.toUnsignedString(value));
    }
  }
}
