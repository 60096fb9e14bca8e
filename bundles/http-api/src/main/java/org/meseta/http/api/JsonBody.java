package org.meseta.http.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpRequest;

/**
 * Writes one JSON value: the body of an answer of an older endpoint.
 *
 * <p>When the request names a callback ({@code ?jsonp=name}) the body is {@code name(value)} and
 * its type {@code text/javascript}.
 */
@FunctionalInterface
public interface JsonBody {

  /**
   * Writes the value.
   *
   * @throws IOException when the reader is gone
   */
  void write(JsonGenerator json) throws IOException;

  /** The answer for a small value: made at once, on the caller's thread. */
  default HttpAnswer whole(HttpRequest request) {
    Optional<String> callback = callback(request);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writeTo(bytes, callback);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return HttpAnswer.bytes(200, contentType(callback), bytes.toByteArray());
  }

  /** The answer for a value that may be large: written later, at the pace of the reader. */
  default HttpAnswer streamed(HttpRequest request) {
    Optional<String> callback = callback(request);
    Map<String, String> headers = Map.of("Content-Type", contentType(callback));
    return new HttpAnswer.Written(200, headers, out -> writeTo(out, callback));
  }

  private void writeTo(OutputStream out, Optional<String> callback) throws IOException {
    if (callback.isPresent()) {
      out.write((callback.get() + "(").getBytes(StandardCharsets.UTF_8));
    }
    try (JsonGenerator json = Shared.FACTORY.createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      write(json);
    }
    if (callback.isPresent()) {
      out.write(')');
    }
  }

  private static String contentType(Optional<String> callback) {
    return callback.isPresent() ? "text/javascript" : MediaType.JSON.text();
  }

  /** The body becomes a script in somebody's page: only a plain name may stand in it. */
  private static Optional<String> callback(HttpRequest request) {
    Optional<String> name = request.query("jsonp");
    if (name.isPresent() && !Shared.CALLBACK.matcher(name.get()).matches()) {
      throw Refusal.badRequest("Expecting 'jsonp' to be the name of a function");
    }
    return name;
  }

  /** Shared by all. */
  final class Shared {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Pattern CALLBACK = Pattern.compile("[\\w.$\\[\\]]{1,200}");

    private Shared() {}
  }
}
