package org.meseta.protocol.json;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is worth knowing about a type of message beforehand; made once for each. */
final class MessagePlan {
  private static final Map<Key, MessagePlan> PLANS = new ConcurrentHashMap<>();

  /** A generated class and a dynamic message may share one descriptor. */
  private record Key(Class<?> type, Descriptor descriptor) {}

  final Message prototype;

  /** In the order of the .proto file. */
  final FieldPlan[] fields;

  private final Map<String, FieldPlan> byName;

  MessagePlan(Message prototype) {
    this.prototype = prototype;
    fields =
        prototype.getDescriptorForType().getFields().stream()
            .map(field -> new FieldPlan(field, prototype))
            .toArray(FieldPlan[]::new);
    byName = new HashMap<>(fields.length * 2);
    for (FieldPlan field : fields) {
      byName.put(field.name.getValue(), field);
    }
  }

  /** The plan for messages of the same type as this one. */
  static MessagePlan of(Message message) {
    Key key = new Key(message.getClass(), message.getDescriptorForType());
    MessagePlan known = PLANS.get(key);
    return known != null
        ? known
        : PLANS.computeIfAbsent(key, k -> new MessagePlan(message.getDefaultInstanceForType()));
  }

  @Nullable FieldPlan field(String name) {
    return byName.get(name);
  }
}
