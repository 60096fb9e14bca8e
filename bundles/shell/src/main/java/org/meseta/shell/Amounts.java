package org.meseta.shell;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.v1.Value;

/** Amounts of resources as they are typed: {@code cpus:4;mem:1024}. */
final class Amounts {

  private Amounts() {}

  /**
   * Reads them; none if nothing was typed.
   *
   * @throws IllegalArgumentException naming the part that is no amount
   */
  static Map<String, Value.Scalar> of(@Nullable String text) {
    Map<String, Value.Scalar> amounts = new TreeMap<>();
    for (String part : (text == null ? "" : text).split("[;,]")) {
      if (!part.isBlank()) {
        int colon = part.indexOf(':');
        amounts.put(part.substring(0, Math.max(0, colon)).strip(), amount(part, colon));
      }
    }
    return amounts;
  }

  private static Value.Scalar amount(String part, int colon) {
    try {
      if (colon > 0) {
        double amount = Double.parseDouble(part.substring(colon + 1).strip());
        return Value.Scalar.newBuilder().setValue(amount).build();
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new IllegalArgumentException("'" + part + "' is not an amount such as cpus:4");
  }
}
