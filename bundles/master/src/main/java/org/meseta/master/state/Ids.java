package org.meseta.master.state;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The form of ids that others choose: they become names of folders. */
public final class Ids {
  private static final int MAX_BYTES = 255;

  private Ids() {}

  /**
   * Says why a text is not an id.
   *
   * @return a sentence without its full stop; empty if it is one
   */
  public static Optional<String> invalid(String id) {
    if (id.isEmpty()) {
      return Optional.of("ID must not be empty");
    }
    if (id.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return Optional.of("ID must not be greater than " + MAX_BYTES + " characters");
    }
    if (id.equals(".") || id.equals("..")) {
      return Optional.of("'" + id + "' is disallowed");
    }
    return id.chars().anyMatch(Ids::isForbidden)
        ? Optional.of("'" + printable(id) + "' contains invalid characters")
        : Optional.empty();
  }

  private static boolean isForbidden(int c) {
    return c == '/' || c == '\\' || Character.isISOControl(c);
  }

  private static String printable(String id) {
    return id.replaceAll("\\p{Cntrl}", "?");
  }
}
