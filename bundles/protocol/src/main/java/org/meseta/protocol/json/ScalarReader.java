package org.meseta.protocol.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The parser's current token as the value of a field that holds no message. */
final class ScalarReader {
  private ScalarReader() {}

  /** Null is an enum value that we do not know, where that is allowed. */
  static @Nullable Object read(FieldPlan field, JsonParser parser)
      throws IOException, JsonException {
    return switch (field.type) {
      case STRING -> string(parser);
      case BYTES -> bytes(parser);
      case ENUM -> enumValue(field, parser);
      case BOOL -> bool(parser);
      default -> number(field, parser);
    };
  }

  private static String string(JsonParser parser) throws IOException, JsonException {
    return whole(text(parser), parser);
  }

  /** Protobuf and JSON writers could not pass on half a pair. */
  private static String whole(String text, JsonParser parser) throws JsonException {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))
          && !Character.isSupplementaryCodePoint(text.codePointAt(i++))) {
        throw Failure.at(parser, "Half a surrogate pair");
      }
    }
    return text;
  }

  private static Object bytes(JsonParser parser) throws IOException, JsonException {
    byte[] base64 = text(parser).getBytes(StandardCharsets.ISO_8859_1);
    try {
      return UnsafeByteOperations.unsafeWrap(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw Failure.at(parser, "Not base64");
    }
  }

  private static @Nullable Object enumValue(FieldPlan field, JsonParser parser)
      throws IOException, JsonException {
    String name = text(parser);
    Object value = field.enumValue(name);
    if (value == null && field.descriptor.isRequired()) {
      throw Failure.at(parser, "Unknown value " + Failure.quote(name));
    }
    return value;
  }

  private static Object bool(JsonParser parser) throws IOException, JsonException {
    JsonToken token = parser.currentToken();
    return token.isBoolean() ? token == JsonToken.VALUE_TRUE : bool(text(parser), parser);
  }

  private static Object bool(String text, JsonParser parser) throws JsonException {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Failure.at(parser, "Not a boolean: " + Failure.quote(text));
    };
  }

  private static Object number(FieldPlan field, JsonParser parser)
      throws IOException, JsonException {
    try {
      return parser.currentToken().isNumeric()
          ? NumberReader.read(field.type, parser)
          : NumberReader.parse(field.type, text(parser));
    } catch (NumberFormatException e) {
      throw Failure.at(parser, "Not a fitting number: " + Failure.quote(parser.getText()));
    }
  }

  private static String text(JsonParser parser) throws IOException, JsonException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw Failure.unexpected(parser);
    }
    return parser.getText();
  }

  /** The name that the parser stands at or behind as the key of a map. */
  static Object key(FieldPlan field, String name, JsonParser parser) throws JsonException {
    try {
      return switch (field.type) {
        case STRING -> whole(name, parser);
        case BOOL -> bool(name, parser);
        default -> NumberReader.parse(field.type, name);
      };
    } catch (NumberFormatException e) {
      throw Failure.at(parser, "Not a fitting number: " + Failure.quote(name));
    }
  }
}
