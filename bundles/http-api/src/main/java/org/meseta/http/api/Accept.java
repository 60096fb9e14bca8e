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
      if (ranges.isEmpty() || allows(ranges, type.text())) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The range that says most about a type counts, wherever it stands. */
  private static boolean allows(List<String> ranges, String type) {
    String group = type.substring(0, type.indexOf('/')) + "/*";
    for (String name : List.of(type, group, "*/*")) {
      List<String[]> named =
          ranges.stream()
              .map(range -> range.toLowerCase(Locale.ROOT).split(";"))
              .filter(parts -> parts.length > 0 && parts[0].strip().equals(name))
              .toList();
      if (!named.isEmpty()) {
        return named.stream().anyMatch(parts -> !refused(parts));
      }
    }
    return false;
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
