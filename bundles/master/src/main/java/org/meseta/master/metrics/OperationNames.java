package org.meseta.master.metrics;

import java.util.List;
import java.util.Locale;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OperationState;

/** Names of the figures about operations. */
final class OperationNames {
  /** Of operations other than launches. */
  static final List<Offer.Operation.Type> TYPES =
      List.of(
          Offer.Operation.Type.CREATE,
          Offer.Operation.Type.CREATE_DISK,
          Offer.Operation.Type.DESTROY,
          Offer.Operation.Type.DESTROY_DISK,
          Offer.Operation.Type.GROW_VOLUME,
          Offer.Operation.Type.RESERVE,
          Offer.Operation.Type.SHRINK_VOLUME,
          Offer.Operation.Type.UNRESERVE);

  private static final String PREFIX = "operations/";

  private OperationNames() {}

  /** Of operations of any type in this state. */
  static String all(OperationState state) {
    return PREFIX + state.name().toLowerCase(Locale.ROOT).substring("operation_".length());
  }

  /** Of operations of this type in this state. */
  static String of(Offer.Operation.Type type, OperationState state) {
    return PREFIX
        + type.name().toLowerCase(Locale.ROOT)
        + all(state).substring(PREFIX.length() - 1);
  }
}
