package org.meseta.http.server.jetty;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.meseta.http.server.HttpAnswer.BodyWriter;
import org.meseta.plugin.Clock;

/**
 * A body on its way out, in blocks, at the pace of the reader; one that reads too slowly for long
 * loses the connection, because it keeps a thread.
 */
final class WrittenBody extends OutputStream {
  private static final int BLOCK = 32 * 1024;
  private static final long PATIENCE_SECONDS = 60;
  private static final long MIN_BYTES_PER_SECOND = 16 * 1024;

  private final Response response;
  private final Clock clock;
  private final long begin;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK);
  private long sent;

  private WrittenBody(Response response, Clock clock) {
    this.response = response;
    this.clock = clock;
    this.begin = clock.nanoTime();
  }

  /** Writes it all; blocks. A writer that fails leaves the body without its end. */
  static void write(BodyWriter writer, Response response, boolean gzip, Clock clock)
      throws IOException {
    WrittenBody body = new WrittenBody(response, clock);
    if (gzip) {
      GZIPOutputStream packed = new GZIPOutputStream(body, BLOCK);
      writer.write(packed);
      packed.finish();
    } else {
      writer.write(body);
    }
    body.send(true);
  }

  @Override
  public void write(int b) throws IOException {
    if (!block.hasRemaining()) {
      send(false);
    }
    block.put((byte) b);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    int start = from;
    int left = count;
    while (left > 0) {
      if (!block.hasRemaining()) {
        send(false);
      }
      int part = Math.min(left, block.remaining());
      block.put(bytes, start, part);
      start += part;
      left -= part;
    }
  }

  /** The writer need not close it; the end is sent when the writer returns. */
  @Override
  public void close() {}

  private void send(boolean last) throws IOException {
    sent += block.position();
    Content.Sink.write(response, last, block.flip());
    block.clear();
    long seconds = TimeUnit.NANOSECONDS.toSeconds(clock.nanoTime() - begin);
    if (!last && seconds > PATIENCE_SECONDS && sent / seconds < MIN_BYTES_PER_SECOND) {
      throw new IOException("the reader takes " + sent + " bytes in " + seconds + " s");
    }
  }
}
