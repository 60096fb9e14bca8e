package org.meseta.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import java.util.Locale;
import org.meseta.protocol.json.JsonException.Kind;

/** Words for what is wrong at the place where a parser stands. */
final class Failure {
  private static final int QUOTED = 60;

  private Failure() {}

  static JsonException at(JsonParser parser, String what) {
    String path = path(parser.getParsingContext());
    return new JsonException(Kind.CONTENT, what + " for field '" + path + "'");
  }

  static JsonException unexpected(JsonParser parser) {
    String token = parser.currentToken().name().replaceAll("^(VALUE|START)_", "");
    return at(parser, "Not expecting " + token.toLowerCase(Locale.ROOT));
  }

  static String quote(String text) {
    return "'" + brief(text) + "'";
  }

  private static String brief(String text) {
    return text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "...";
  }

  /** For example {@code accept.operations[2].type}. */
  private static String path(JsonStreamContext at) {
    JsonStreamContext parent = at.getParent();
    if (parent == null) {
      return "";
    }
    String prefix = path(parent);
    if (at.inArray()) {
      return at.hasCurrentIndex() ? prefix + "[" + at.getCurrentIndex() + "]" : prefix;
    }
    String name = at.getCurrentName();
    if (name == null) {
      return prefix;
    }
    return (prefix.isEmpty() ? "" : prefix + ".") + brief(name);
  }
}
