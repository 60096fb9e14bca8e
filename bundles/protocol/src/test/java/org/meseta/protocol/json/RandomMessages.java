package org.meseta.protocol.json;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.meseta.protocol.conformance.V1Files;

/** Messages of every v1 type with random contents, as one seed decides. */
final class RandomMessages {
  private static final int MAX_DEPTH = 6;
  private static final double[] DOUBLES = {
    0,
    -0.0,
    1,
    0.1,
    15,
    1e7,
    1795168315.219073,
    1e17,
    1e-7,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN
  };
  private static final long[] LONGS = {0, 1, -1, 5050, 1L << 53, Long.MIN_VALUE, Long.MAX_VALUE};
  private static final String[] CHARS = {
    "a", "Z", "0", " ", "\"", "\\", "/", "\n", "\0", "é", "😀"
  };

  private final Random random;

  RandomMessages(long seed) {
    random = new Random(seed);
  }

  /** Default instances of all messages in the packages mesos.v1 and below. */
  static List<Message> types() {
    List<Message> types = new ArrayList<>();
    V1Files.all().forEach(file -> file.getMessageTypes().forEach(type -> add(type, types)));
    return types;
  }

  private static void add(Descriptor type, List<Message> types) {
    if (!type.getOptions().getMapEntry()) {
      types.add(defaultInstance(type));
    }
    type.getNestedTypes().forEach(nested -> add(nested, types));
  }

  private static Message defaultInstance(Descriptor type) {
    try {
      return Internal.getDefaultInstance(Class.forName(className(type)).asSubclass(Message.class));
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static String className(Descriptor type) {
    Descriptor outer = type.getContainingType();
    return outer == null
        ? type.getFile().getOptions().getJavaPackage() + "." + type.getName()
        : className(outer) + "$" + type.getName();
  }

  Message message(Message type) {
    return message(type, 0);
  }

  private Message message(Message type, int depth) {
    Message.Builder builder = type.newBuilderForType();
    for (FieldDescriptor field : type.getDescriptorForType().getFields()) {
      if (field.isRequired() || random.nextInt(4 + depth) == 0) {
        fill(field, builder, depth);
      }
    }
    return builder.build();
  }

  private void fill(FieldDescriptor field, Message.Builder to, int depth) {
    boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    if (message && depth >= MAX_DEPTH && !field.isRequired()) {
      return;
    }
    if (field.isMapField()) {
      values(field, to, depth).distinctKeys().forEach(e -> to.addRepeatedField(field, e));
    } else if (field.isRepeated()) {
      values(field, to, depth).all().forEach(value -> to.addRepeatedField(field, value));
    } else {
      to.setField(field, value(field, to, depth));
    }
  }

  private record Values(List<Object> all) {
    Stream<Message> distinctKeys() {
      List<Object> keys = new ArrayList<>();
      return all.stream().map(Message.class::cast).filter(entry -> isNew(entry, keys));
    }

    private static boolean isNew(Message entry, List<Object> keys) {
      Object key = entry.getField(entry.getDescriptorForType().findFieldByNumber(1));
      return !keys.contains(key) && keys.add(key);
    }
  }

  private Values values(FieldDescriptor field, Message.Builder parent, int depth) {
    return new Values(
        Stream.generate(() -> value(field, parent, depth)).limit(random.nextInt(4)).toList());
  }

  private Object value(FieldDescriptor field, Message.Builder parent, int depth) {
    return switch (field.getJavaType()) {
      case MESSAGE -> child(field, parent, depth);
      case ENUM -> enumValue(field);
      case STRING -> text();
      case BYTE_STRING -> ByteString.copyFromUtf8(text());
      case BOOLEAN -> random.nextBoolean();
      case DOUBLE ->
          random.nextBoolean() ? DOUBLES[random.nextInt(DOUBLES.length)] : random.nextGaussian();
      case FLOAT -> (float) random.nextGaussian();
      case INT -> (int) integer();
      case LONG -> integer();
    };
  }

  private Message child(FieldDescriptor field, Message.Builder parent, int depth) {
    Message type = parent.newBuilderForField(field).getDefaultInstanceForType();
    return field.isMapField() ? entry(type, depth) : message(type, depth + 1);
  }

  private Message entry(Message type, int depth) {
    Message.Builder entry = type.newBuilderForType();
    type.getDescriptorForType()
        .getFields()
        .forEach(field -> fill(field, entry, Math.min(depth, MAX_DEPTH - 1)));
    return entry.build();
  }

  private EnumValueDescriptor enumValue(FieldDescriptor field) {
    List<EnumValueDescriptor> values = field.getEnumType().getValues();
    return values.get(random.nextInt(values.size()));
  }

  private long integer() {
    return random.nextBoolean() ? LONGS[random.nextInt(LONGS.length)] : random.nextLong();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(CHARS[random.nextInt(CHARS.length)]);
    }
    return text.toString();
  }

  /** JSON that has the type's names, but any values at all. */
  String confused(Message type) {
    List<String> members = new ArrayList<>();
    for (FieldDescriptor field : type.getDescriptorForType().getFields()) {
      if (random.nextInt(3) == 0) {
        members.add("\"" + field.getName() + "\":" + anyJson(3));
      }
    }
    return "{" + String.join(",", members) + "}";
  }

  private String anyJson(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 8)) {
      case 0 -> "null";
      case 1 -> "true";
      case 2 -> "" + random.nextInt(100_000);
      case 3 -> "-1.5e3";
      case 4 -> "\"7\"";
      case 5 -> "\"Infinity\"";
      case 6 -> "1e99999";
      case 7 -> "{}";
      case 8 -> "[" + anyJson(depth - 1) + "," + anyJson(depth - 1) + "]";
      default -> "{\"value\":" + anyJson(depth - 1) + ",\"name\":" + anyJson(depth - 1) + "}";
    };
  }

  /** The same bytes with a few changed, cut out or doubled. */
  byte[] damaged(byte[] bytes) {
    byte[] damaged = bytes.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(damaged.length);
      int from = random.nextInt(damaged.length);
      int length = Math.min(random.nextInt(20), damaged.length - Math.max(at, from));
      System.arraycopy(damaged, from, damaged, at, length);
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }
    return java.util.Arrays.copyOf(damaged, 1 + random.nextInt(damaged.length));
  }
}
