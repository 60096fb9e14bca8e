package org.meseta.http.server.jetty;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;
import org.meseta.http.server.HttpAnswer.BodyWriter;

/** Cuts what is written into blocks. */
final class WrittenBody extends OutputStream {
  private final Drain drain;
  private ByteBuffer block;

  private WrittenBody(Drain drain) {
    this.drain = drain;
    this.block = drain.block();
  }

  /** Writes it all; a writer that fails leaves the body without its end. */
  static void write(BodyWriter writer, boolean gzip, Drain drain) throws IOException {
    WrittenBody body = new WrittenBody(drain);
    if (gzip) {
      GZIPOutputStream packed = new GZIPOutputStream(body, Drain.BLOCK);
      writer.write(packed);
      packed.finish();
    } else {
      writer.write(body);
    }
    drain.add(body.block.flip(), true);
  }

  @Override
  public void write(int b) throws IOException {
    makeRoom();
    block.put((byte) b);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    int start = from;
    int left = count;
    while (left > 0) {
      makeRoom();
      int part = Math.min(left, block.remaining());
      block.put(bytes, start, part);
      start += part;
      left -= part;
    }
  }

  /** The writer need not close it; the end is sent when the writer returns. */
  @Override
  public void close() {}

  private void makeRoom() throws IOException {
    if (!block.hasRemaining()) {
      drain.add(block.flip(), false);
      block = drain.block();
    }
  }
}
