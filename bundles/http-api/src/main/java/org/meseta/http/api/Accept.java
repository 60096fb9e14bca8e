package org.meseta.http.api;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meseta.http.server.HttpRequest;

/** What a caller is willing to read. */
final class Accept {
  private Accept() {}

  /** The best of the two forms; JSON wins when both will do, and when nothing is said. */
  static Optional<MediaType> choose(HttpRequest request) {
    List<String> ranges =
        request.headers("Accept").stream().map(String::strip).filter(r -> !r.isEmpty()).toList();
    for (MediaType type : MediaType.values()) {
      if (ranges.isEmpty() || ranges.stream().anyMatch(r -> allows(r, type.text()))) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private static boolean allows(String range, String type) {
    String[] parts = range.toLowerCase(Locale.ROOT).split(";");
    return covers(parts[0].strip(), type) && !refused(parts);
  }

  private static boolean covers(String range, String type) {
    return range.equals("*/*")
        || range.equals(type)
        || (range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1)));
  }

  /** A weight of zero means: not that. */
  private static boolean refused(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].replace(" ", "").matches("q=0(\\.0*)?")) {
        return true;
      }
    }
    return false;
  }
}
