package org.meseta.itests.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a {@link Reactor}: gathers what is written, and what is read until it is whole.
 */
abstract class Wire {
  private static final int FIRST_BYTES = 2048;
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};

  private @Nullable Reactor reactor;
  private @Nullable SocketChannel channel;
  private ByteBuffer in = ByteBuffer.allocate(FIRST_BYTES);
  private ByteBuffer out = ByteBuffer.allocate(FIRST_BYTES);
  private int reading = SelectionKey.OP_READ;
  private boolean dirty;
  private boolean up;
  private boolean over;

  /** It is connected; what was written before goes out now. */
  abstract void connected();

  /** Takes all that is whole from the buffer and leaves the rest. */
  abstract void received(ByteBuffer bytes);

  /** It is over; comes once. */
  abstract void ended(String reason);

  void attach(Reactor to, SocketChannel open) {
    reactor = to;
    channel = open;
  }

  /** Room for so many bytes that are to go out; they must be put at once. */
  ByteBuffer out(int bytes) {
    if (out.remaining() < bytes) {
      out = larger(out, out.position() + bytes);
    }
    if (!dirty && reactor != null) {
      dirty = true;
      reactor.dirty(this);
    }
    return out;
  }

  void ready(SelectionKey key) {
    try {
      if (key.isConnectable() && open().finishConnect()) {
        key.interestOps(reading);
        up = true;
        connected();
        flush();
      } else if (key.isReadable()) {
        read();
      }
      if (key.isValid() && key.isWritable()) {
        key.interestOps(reading);
        flush();
      }
    } catch (IOException e) {
      broken(e.toString());
    }
  }

  /** Reads no more. */
  void turnDeaf() {
    reading = 0;
    if (reactor != null) {
      reactor.key(open()).interestOps(reading);
    }
  }

  private void read() throws IOException {
    int count = open().read(in);
    while (count > 0) {
      boolean more = !in.hasRemaining();
      in.flip();
      received(in);
      in.compact();
      if (!in.hasRemaining()) {
        in = larger(in, in.capacity() + 1);
      }
      count = more && !over ? open().read(in) : 0;
    }
    if (count < 0) {
      broken("closed by the other side");
    }
  }

  /** Writes what there is; what does not go out at once waits until it can. */
  void flush() {
    dirty = false;
    if (!up || over) {
      return;
    }
    try {
      out.flip();
      open().write(out);
      boolean left = out.hasRemaining();
      out.compact();
      if (left && reactor != null) {
        reactor.key(open()).interestOps(reading | SelectionKey.OP_WRITE);
      }
    } catch (IOException e) {
      broken(e.toString());
    }
  }

  void broken(String reason) {
    if (!over) {
      over = true;
      try {
        open().close();
      } catch (IOException e) {
        // there is nothing left to lose
      }
      ended(reason);
    }
  }

  private SocketChannel open() {
    if (channel == null) {
      throw new IllegalStateException("not connected");
    }
    return channel;
  }

  private static ByteBuffer larger(ByteBuffer buffer, int needed) {
    ByteBuffer grown = ByteBuffer.allocate(Math.max(needed, buffer.capacity() * 2));
    return grown.put(buffer.flip());
  }

  /** Takes a head of HTTP with its empty line, if it is whole; null if not. */
  static @Nullable String head(ByteBuffer bytes) {
    for (int i = bytes.position(); i + HEAD_END.length <= bytes.limit(); i++) {
      if (bytes.get(i) == '\r' && endsAt(bytes, i)) {
        byte[] head = new byte[i + HEAD_END.length - bytes.position()];
        bytes.get(head);
        return new String(head, StandardCharsets.ISO_8859_1);
      }
    }
    return null;
  }

  private static boolean endsAt(ByteBuffer bytes, int at) {
    for (int i = 0; i < HEAD_END.length; i++) {
      if (bytes.get(at + i) != HEAD_END[i]) {
        return false;
      }
    }
    return true;
  }
}
