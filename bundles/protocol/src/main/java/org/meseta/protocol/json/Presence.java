package org.meseta.protocol.json;

import static java.lang.invoke.MethodType.methodType;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * How many values a field has, asked of every field of every message that is written. Calls the
 * generated methods directly: protobuf's own way costs a reflective call each time.
 */
final class Presence {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.publicLookup();
  private static final MethodType COUNT = methodType(int.class, Message.class);

  private final MethodHandle count;

  Presence(FieldDescriptor field, Class<? extends Message> type) {
    count = MethodHandles.explicitCastArguments(find(field, type), COUNT);
  }

  /** 0 if the field is not set. */
  int count(Message message) {
    try {
      return (int) count.invokeExact(message);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle find(FieldDescriptor field, Class<? extends Message> type) {
    if (field.getContainingType().findFieldByName(field.getName() + "_count") != null) {
      return any(field); // Generated names are others where these two would clash.
    }
    String name = camelCase(field.getName());
    try {
      return field.isRepeated()
          ? LOOKUP.findVirtual(type, "get" + name + "Count", methodType(int.class))
          : LOOKUP.findVirtual(type, "has" + name, methodType(boolean.class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return any(field);
    }
  }

  /** For dynamic messages, and for fields of proto3 that have no such method. */
  private static MethodHandle any(FieldDescriptor field) {
    String name = field.isRepeated() ? "getRepeatedFieldCount" : "hasField";
    Class<?> result = field.isRepeated() ? int.class : boolean.class;
    try {
      MethodHandle handle =
          LOOKUP.findVirtual(Message.class, name, methodType(result, FieldDescriptor.class));
      return MethodHandles.insertArguments(handle, 1, field);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String camelCase(String name) {
    StringBuilder camel = new StringBuilder();
    boolean upper = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '_') {
        camel.append(upper ? Character.toUpperCase(c) : c);
      }
      upper = c == '_' || Character.isDigit(c);
    }
    return camel.toString();
  }
}
