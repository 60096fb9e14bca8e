package org.meseta.itests.benchmarks;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.meseta.http.api.LinkProtocol;
import org.meseta.runtime.MessageChannel;

/** An agent's end of the link: as much of the WebSocket protocol as a master uses. */
final class LinkWire extends Wire implements MessageChannel {
  private static final int FIN = 0x80;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;
  private static final int MASKED = 0x80;
  private static final int SHORT = 126;
  private static final int LONG = 127;
  private static final int MAX_HEAD = 14;

  private final URI master;
  private final MessageChannel.Listener listener;
  private boolean upgraded;

  LinkWire(URI master, MessageChannel.Listener listener) {
    this.master = master;
    this.listener = listener;
  }

  @Override
  void connected() {
    List<String> lines =
        List.of(
            "GET " + LinkProtocol.PATH + " HTTP/1.1",
            "Host: " + master.getAuthority(),
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            "Sec-WebSocket-Protocol: " + LinkProtocol.NAME,
            "\r\n");
    byte[] head = String.join("\r\n", lines).getBytes(StandardCharsets.US_ASCII);
    out(head.length).put(head);
  }

  @Override
  void received(ByteBuffer bytes) {
    if (!upgraded) {
      String head = head(bytes);
      if (head == null) {
        return;
      }
      if (!head.startsWith("HTTP/1.1 101")) {
        broken(head.lines().findFirst().orElse(head));
        return;
      }
      upgraded = true;
      listener.opened(this);
    }
    while (frame(bytes)) {
      // one after the other
    }
  }

  /** Takes a frame if it is whole. The master's are never masked and never in parts. */
  private boolean frame(ByteBuffer bytes) {
    if (bytes.remaining() < 2) {
      return false;
    }
    int start = bytes.position();
    int kind = bytes.get() & ~FIN;
    long length = bytes.get();
    int more = length == SHORT ? Short.BYTES : length == LONG ? Long.BYTES : 0;
    if (bytes.remaining() >= more) {
      length =
          more == 0 ? length : more == Short.BYTES ? bytes.getShort() & 0xffff : bytes.getLong();
      if (bytes.remaining() >= length) {
        byte[] payload = new byte[(int) length];
        bytes.get(payload);
        take(kind & 0xf, payload);
        return true;
      }
    }
    bytes.position(start);
    return false;
  }

  private void take(int kind, byte[] payload) {
    switch (kind) {
      case BINARY -> listener.received(ByteBuffer.wrap(payload));
      case PING -> put(PONG, ByteBuffer.wrap(payload));
      case CLOSE -> broken("closed by the master");
      default -> {
        // a pong
      }
    }
  }

  /** Masked with zeros, which is a mask like any other. */
  private void put(int kind, ByteBuffer payload) {
    int length = payload.remaining();
    ByteBuffer out = out(MAX_HEAD + length).put((byte) (FIN | kind));
    if (length < SHORT) {
      out.put((byte) (MASKED | length));
    } else if (length <= 0xffff) {
      out.put((byte) (MASKED | SHORT)).putShort((short) length);
    } else {
      out.put((byte) (MASKED | LONG)).putLong(length);
    }
    out.putInt(0).put(payload);
  }

  @Override
  public boolean send(ByteBuffer message) {
    put(BINARY, message);
    return true;
  }

  @Override
  public void close(String reason) {
    broken(reason);
  }

  @Override
  public void abort() {
    close("aborted");
  }

  @Override
  public String peer() {
    return master.getAuthority();
  }

  @Override
  void ended(String reason) {
    listener.closed(reason);
  }
}
