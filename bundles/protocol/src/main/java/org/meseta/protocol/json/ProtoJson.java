package org.meseta.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Messages as JSON in the manner of Mesos, which is not that of proto3: names as in the .proto
 * file, 64-bit integers as numbers, doubles always with a fraction, and declared defaults written
 * out unless they are deprecated. Empty lists are left out, but for the operators' lists of agents,
 * frameworks, executors and tasks. Reading forgives more: numbers and booleans may be strings, null
 * is unset, unknown fields and unknown names of enum values are passed over.
 *
 * <p>Stateless; usable from any thread.
 */
public final class ProtoJson {
  /** Objects and arrays inside each other. */
  public static final int MAX_DEPTH = 100;

  /** Characters of one string, base64 included. */
  public static final int MAX_STRING = 32 << 20;

  /** Characters of a number. */
  public static final int MAX_NUMBER = 1000;

  /** Names, values and brackets of one text; it bounds what a small text may cost in objects. */
  public static final int MAX_TOKENS = 2_000_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .maxNumberLength(MAX_NUMBER)
                  .maxTokenCount(MAX_TOKENS)
                  .build())
          .build();

  private ProtoJson() {}

  /** The message as UTF-8 text. Required fields that are missing are left out. */
  public static byte[] bytes(Message message) {
    try (ByteArrayBuilder out = new ByteArrayBuilder(512)) {
      write(message, out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the message as UTF-8 text and leaves the stream open.
   *
   * @throws IOException only if the stream does
   */
  public static void write(Message message, OutputStream out) throws IOException {
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      write(message, json);
    }
  }

  /**
   * Writes the message as one object, as part of a larger text.
   *
   * @throws IOException only if the generator does
   */
  public static void write(Message message, JsonGenerator out) throws IOException {
    MessageWriter.write(MessagePlan.of(message), message, out);
  }

  /**
   * Reads one object, with nothing but blanks around it.
   *
   * @param json UTF-8
   * @param type any instance of the message's type, for example its default instance
   * @throws JsonException if the text is not JSON or no such message, or a required field is
   *     missing
   */
  public static <M extends Message> M read(byte[] json, M type) throws JsonException {
    return Reading.one(FACTORY, json, type);
  }

  /**
   * Reads an array of objects, with nothing but blanks around it.
   *
   * @param json UTF-8
   * @param type any instance of the messages' type, for example its default instance
   * @throws JsonException as {@link #read}
   */
  public static <M extends Message> List<M> readArray(byte[] json, M type) throws JsonException {
    return Reading.array(FACTORY, json, type);
  }
}
