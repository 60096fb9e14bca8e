package org.meseta.master.http.operator;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Locale;
import java.util.Optional;
import org.meseta.protocol.v1.master.Call;

/** Which calls are well formed. */
final class OperatorRules {
  private OperatorRules() {}

  /** The first rule that the call breaks: a type that has a field of its name needs that field. */
  static Optional<String> broken(Call call) {
    if (!call.hasType()) {
      return Optional.of("Expecting 'type' to be present");
    }
    String name = call.getType().name().toLowerCase(Locale.ROOT);
    FieldDescriptor field = Call.getDescriptor().findFieldByName(name);
    return field == null || call.hasField(field)
        ? Optional.empty()
        : Optional.of("Expecting '" + name + "' to be present");
  }
}
