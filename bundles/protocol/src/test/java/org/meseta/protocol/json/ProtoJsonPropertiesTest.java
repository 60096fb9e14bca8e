package org.meseta.protocol.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ProtoJsonPropertiesTest {
  private static final List<Message> TYPES = RandomMessages.types();

  @Provide
  Arbitrary<Message> types() {
    return Arbitraries.of(TYPES);
  }

  @Test
  void everyTypeComesBackFromJson() throws JsonException {
    assertThat(TYPES).hasSizeGreaterThan(300);
    for (Message type : TYPES) {
      Message message =
          new RandomMessages(type.getDescriptorForType().getFullName().hashCode()).message(type);
      assertThat(ProtoJson.read(ProtoJson.bytes(message), type)).isEqualTo(shown(message));
    }
  }

  @Property(tries = 3000)
  void whatIsWrittenReadsBackTheSame(@ForAll("types") Message type, @ForAll long seed)
      throws JsonException {
    Message message = new RandomMessages(seed).message(type);
    byte[] json = ProtoJson.bytes(message);
    Message read = ProtoJson.read(json, type);
    assertThat(read).isEqualTo(shown(message));
    assertThat(ProtoJson.bytes(read)).isEqualTo(json);
  }

  @Property(tries = 3000)
  void damagedJsonIsReadOrRefused(@ForAll("types") Message type, @ForAll long seed) {
    RandomMessages random = new RandomMessages(seed);
    assertReadOrRefused(random.damaged(ProtoJson.bytes(random.message(type))), type);
  }

  @Property(tries = 3000)
  void valuesOfTheWrongKindAreReadOrRefused(@ForAll("types") Message type, @ForAll long seed) {
    String json = new RandomMessages(seed).confused(type);
    assertReadOrRefused(json.getBytes(StandardCharsets.UTF_8), type);
  }

  @Property(tries = 1000)
  void anyBytesAreReadOrRefused(@ForAll("types") Message type, @ForAll byte[] bytes) {
    assertReadOrRefused(bytes, type);
  }

  private static void assertReadOrRefused(byte[] json, Message type) {
    try {
      Message read = ProtoJson.read(json, type);
      assertThat(read.isInitialized()).isTrue();
      assertThat(ProtoJson.bytes(read)).isNotEmpty();
    } catch (JsonException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  /** The message with those defaults set that JSON shows. */
  private static Message shown(Message message) {
    Message.Builder shown = message.toBuilder();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isRepeated()) {
        showRepeated(field, shown);
      } else if (shown.hasField(field)) {
        shown.setField(field, shownValue(field, shown.getField(field)));
      } else if (field.hasDefaultValue()
          && !field.isRequired()
          && !field.getOptions().getDeprecated()) {
        shown.setField(field, field.getDefaultValue());
      }
    }
    return shown.build();
  }

  private static void showRepeated(FieldDescriptor field, Message.Builder shown) {
    for (int i = 0; i < shown.getRepeatedFieldCount(field); i++) {
      shown.setRepeatedField(field, i, shownValue(field, shown.getRepeatedField(field, i)));
    }
  }

  private static Object shownValue(FieldDescriptor field, Object value) {
    return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? shown((Message) value) : value;
  }
}
