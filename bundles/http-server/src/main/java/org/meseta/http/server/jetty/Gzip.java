package org.meseta.http.server.jetty;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.meseta.http.server.HttpFailure;

/** Compression of bodies. */
final class Gzip {
  /** Smaller bodies are sent as they are. */
  static final int MIN_BYTES = 1024;

  private static final int BLOCK = 8 * 1024;

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
   * @param share from which what comes out is taken
   * @throws HttpFailure 413 if there is more in it than {@code maxBytes}, 400 if it is damaged, 503
   *     if there is no memory for it now
   */
  static byte[] expand(byte[] packed, int maxBytes, Budget.Share share) {
    CountedBytes plain = new CountedBytes(share, maxBytes, false);
    byte[] block = new byte[BLOCK];
    try (Parts gzip = new Parts(packed)) {
      for (int count = gzip.read(block); count >= 0; count = gzip.read(block)) {
        plain.add(ByteBuffer.wrap(block, 0, count));
      }
      return plain.whole();
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

  /**
   * A gzip may consist of several parts. The JDK goes from an empty one to the next by calling
   * itself, so that many of them would eat up the stack.
   */
  private static final class Parts extends GZIPInputStream {
    private static final int MOST_EMPTY = 100;
    private int depth;

    Parts(byte[] packed) throws IOException {
      super(new ByteArrayInputStream(packed), BLOCK);
    }

    @Override
    public int read(byte[] to, int from, int count) throws IOException {
      if (depth > MOST_EMPTY) {
        throw new IOException("too many empty parts");
      }
      depth++;
      try {
        return super.read(to, from, count);
      } finally {
        depth--;
      }
    }
  }
}
