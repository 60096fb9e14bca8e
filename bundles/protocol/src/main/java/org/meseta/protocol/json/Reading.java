package org.meseta.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.meseta.protocol.json.JsonException.Kind;

/** A whole text to messages; here the parser's errors become ours. */
final class Reading {
  private static final int QUOTED = 60;

  private Reading() {}

  private interface Body<T> {
    T read(JsonParser parser) throws IOException, JsonException;
  }

  static <M extends Message> M one(JsonFactory factory, byte[] json, M type) throws JsonException {
    return all(factory, json, parser -> object(parser, type));
  }

  static <M extends Message> List<M> array(JsonFactory factory, byte[] json, M type)
      throws JsonException {
    return all(
        factory,
        json,
        parser -> {
          expect(parser, JsonToken.START_ARRAY, "an array");
          List<M> messages = new ArrayList<>();
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            messages.add(object(parser, type));
          }
          return messages;
        });
  }

  private static <T> T all(JsonFactory factory, byte[] json, Body<T> body) throws JsonException {
    try (JsonParser parser = factory.createParser(json)) {
      if (parser.nextToken() == null) {
        throw syntax(json, json.length, 1);
      }
      T result = body.read(parser);
      if (parser.nextToken() != null) {
        throw syntax(json, parser.currentTokenLocation().getByteOffset(), 1);
      }
      return result;
    } catch (StreamConstraintsException e) {
      throw new JsonException(Kind.SYNTAX, "over a limit: " + e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      throw syntax(json, e.getLocation().getByteOffset(), e.getLocation().getLineNr());
    } catch (IOException e) {
      throw new JsonException(Kind.SYNTAX, "unreadable: " + e.getMessage());
    }
  }

  private static <M extends Message> M object(JsonParser parser, M type)
      throws IOException, JsonException {
    expect(parser, JsonToken.START_OBJECT, "an object");
    Message.Builder builder = type.newBuilderForType();
    new MessageReader(parser).read(MessagePlan.of(type), builder);
    Message message = builder.buildPartial();
    if (!message.isInitialized()) {
      throw new JsonException(Kind.CONTENT, MissingFields.of(message));
    }
    @SuppressWarnings("unchecked") // A builder of this type builds this type.
    M read = (M) message;
    return read;
  }

  private static void expect(JsonParser parser, JsonToken token, String what) throws JsonException {
    if (parser.currentToken() != token) {
      throw new JsonException(Kind.CONTENT, "Expecting " + what);
    }
  }

  private static JsonException syntax(byte[] json, long offset, int line) {
    int start = (int) Math.max(0, Math.min(offset, json.length));
    int length = Math.min(QUOTED, json.length - start);
    String rest = new String(json, start, length, StandardCharsets.UTF_8);
    String near = rest.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?");
    return new JsonException(Kind.SYNTAX, "syntax error at line " + line + " near: " + near);
  }
}
