package org.meseta.http.server.jetty;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.meseta.http.server.HttpFailure;

/** Compression of bodies. */
final class Gzip {
  /** Smaller bodies are sent as they are. */
  static final int MIN_BYTES = 1024;

  private Gzip() {}

  /** Whether the values of {@code Accept-Encoding} allow it. */
  static boolean accepted(List<String> values) {
    for (String line : values) {
      for (String coding : line.toLowerCase(Locale.ROOT).split(",")) {
        String[] parts = coding.split(";");
        if (parts[0].strip().equals("gzip")) {
          return parts.length == 1 || !parts[1].strip().matches("q=0(\\.0*)?");
        }
      }
    }
    return false;
  }

  /**
   * @throws HttpFailure 413 if there is more in it than {@code maxBytes}, 400 if it is damaged
   */
  static byte[] expand(byte[] packed, int maxBytes) {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      byte[] plain = gzip.readNBytes(maxBytes);
      if (gzip.read() >= 0) {
        throw BodyReader.tooLarge(maxBytes);
      }
      return plain;
    } catch (IOException e) {
      throw new HttpFailure(400, "The body is no gzip: " + e.getMessage());
    }
  }

  static byte[] compress(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.length / 4);
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
