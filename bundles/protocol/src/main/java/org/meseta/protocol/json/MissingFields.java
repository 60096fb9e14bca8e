package org.meseta.protocol.json;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;

/** Names the first required fields that a message lacks; protobuf's own list has no bound. */
final class MissingFields {
  private static final int NAMED = 20;

  private final List<String> paths = new ArrayList<>();

  private MissingFields() {}

  static String of(Message message) {
    MissingFields missing = new MissingFields();
    missing.visit("", message);
    String more = missing.full() ? ", ..." : "";
    return "Missing required fields: " + String.join(", ", missing.paths) + more;
  }

  private boolean full() {
    return paths.size() >= NAMED;
  }

  private void visit(String path, Message message) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isRequired() && !message.hasField(field) && !full()) {
        paths.add(path + field.getName());
      }
    }
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.getJavaType() == JavaType.MESSAGE && !full()) {
        visitField(path + field.getName(), field, message);
      }
    }
  }

  private void visitField(String path, FieldDescriptor field, Message message) {
    if (!field.isRepeated()) {
      if (message.hasField(field)) {
        visitChild(path, (Message) message.getField(field));
      }
      return;
    }
    for (int i = 0; i < message.getRepeatedFieldCount(field) && !full(); i++) {
      visitChild(path + "[" + i + "]", (Message) message.getRepeatedField(field, i));
    }
  }

  private void visitChild(String path, Message child) {
    if (!child.isInitialized()) {
      visit(path + ".", child);
    }
  }
}
