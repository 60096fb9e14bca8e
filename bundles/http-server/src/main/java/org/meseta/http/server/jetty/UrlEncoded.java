package org.meseta.http.server.jetty;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.meseta.http.server.HttpFailure;

/** Reads {@code a=b&c=d}. */
final class UrlEncoded {
  private static final int MOST = 10_000;

  private UrlEncoded() {}

  /**
   * The first value of each name; a name without a value has an empty one.
   *
   * @throws HttpFailure with 400 if it is not well formed
   */
  static Map<String, String> parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('&', start);
      end = end < 0 ? text.length() : end;
      if (end > start) {
        pair(text.substring(start, end), values);
      }
      start = end + 1;
    }
    return values;
  }

  private static void pair(String pair, Map<String, String> values) {
    int equals = pair.indexOf('=');
    String name = equals < 0 ? pair : pair.substring(0, equals);
    values.putIfAbsent(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
    if (values.size() > MOST) {
      throw new HttpFailure(400, "More than " + MOST + " parameters.");
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new HttpFailure(400, "A parameter is not well formed: " + e.getMessage());
    }
  }
}
