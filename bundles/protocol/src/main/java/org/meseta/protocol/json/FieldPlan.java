package org.meseta.protocol.json;

import com.fasterxml.jackson.core.io.SerializedString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is worth knowing about a field beforehand. */
final class FieldPlan {
  /** Answers of operators' lists; Mesos writes their lists even when they are empty. */
  private static final Set<String> LISTINGS =
      Set.of(
          "mesos.v1.agent.Response.GetExecutors",
          "mesos.v1.agent.Response.GetFrameworks",
          "mesos.v1.agent.Response.GetTasks",
          "mesos.v1.master.Response.GetAgents",
          "mesos.v1.master.Response.GetExecutors",
          "mesos.v1.master.Response.GetFrameworks",
          "mesos.v1.master.Response.GetTasks");

  final FieldDescriptor descriptor;
  final SerializedString name;
  final FieldDescriptor.Type type;
  final boolean repeated;
  final boolean map;

  final Presence presence;

  /** Whether a list without elements is written too. */
  final boolean showsEmpty;

  /** Written when the field is not set; null where nothing is. */
  final @Nullable Object shownDefault;

  private final Message parent;
  private final Map<String, EnumValueDescriptor> enumValues;
  private @Nullable MessagePlan children;

  /**
   * @param parent any instance of the message that has the field
   */
  FieldPlan(FieldDescriptor descriptor, Message parent) {
    this.descriptor = descriptor;
    this.parent = parent;
    name = new SerializedString(descriptor.getName());
    type = descriptor.getType();
    repeated = descriptor.isRepeated();
    map = descriptor.isMapField();
    presence = new Presence(descriptor, parent.getClass());
    showsEmpty = repeated && showsEmpty(descriptor);
    shownDefault = showsDefault(descriptor) ? descriptor.getDefaultValue() : null;
    enumValues = type == FieldDescriptor.Type.ENUM ? byName(descriptor.getEnumType()) : Map.of();
  }

  private static boolean showsEmpty(FieldDescriptor list) {
    return LISTINGS.contains(list.getContainingType().getFullName())
        && !list.getOptions().getDeprecated();
  }

  private static boolean showsDefault(FieldDescriptor field) {
    return field.hasDefaultValue() && !field.isRequired() && !field.getOptions().getDeprecated();
  }

  private static Map<String, EnumValueDescriptor> byName(EnumDescriptor type) {
    Map<String, EnumValueDescriptor> values = new HashMap<>();
    type.getValues().forEach(value -> values.put(value.getName(), value));
    return values;
  }

  /**
   * Plan of the messages (or a map's entries) in this field. Found when first needed, for types may
   * hold each other; threads that race find equal ones.
   */
  MessagePlan children() {
    MessagePlan plan = children;
    if (plan == null) {
      Message.Builder child = parent.newBuilderForType().newBuilderForField(descriptor);
      Message prototype = child.getDefaultInstanceForType();
      plan = map ? new MessagePlan(prototype) : MessagePlan.of(prototype);
      children = plan;
    }
    return plan;
  }

  /** Of a map's entries. */
  FieldPlan key() {
    return children().fields[0];
  }

  /** Of a map's entries. */
  FieldPlan value() {
    return children().fields[1];
  }

  Message entry(Object key, Object value) {
    return children()
        .prototype
        .newBuilderForType()
        .setField(key().descriptor, key)
        .setField(value().descriptor, value)
        .buildPartial();
  }

  @Nullable EnumValueDescriptor enumValue(String name) {
    return enumValues.get(name);
  }
}
