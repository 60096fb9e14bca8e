package org.meseta.http.client;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Joins fragments to messages and asks for the next only when the one before has been heard. */
final class WebSocketReceiver implements WebSocket.Listener {
  // The JDK lets a client send neither 1003 nor 1009: these are their counterparts for private use.
  private static final int UNSUPPORTED = 4003;
  private static final int TOO_BIG = 4009;

  private final WebSocketChannel channel;
  private final DialOptions options;
  private final ByteArrayOutputStream parts = new ByteArrayOutputStream(0);

  WebSocketReceiver(WebSocketChannel channel, DialOptions options) {
    this.channel = channel;
    this.options = options;
  }

  @Override
  public void onOpen(WebSocket socket) {
    if (!options.protocol().equals(socket.getSubprotocol())) {
      channel.refuse(socket, UNSUPPORTED, "the other side does not speak " + options.protocol());
      return;
    }
    channel.opened(socket);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
    if (parts.size() + data.remaining() > options.maxMessageBytes()) {
      channel.refuse(
          socket, TOO_BIG, "message longer than " + options.maxMessageBytes() + " bytes");
      return null;
    }
    byte[] part = new byte[data.remaining()];
    data.get(part);
    if (last) {
      channel.received(joined(part));
    } else {
      parts.writeBytes(part);
      socket.request(1);
    }
    return null;
  }

  private ByteBuffer joined(byte[] last) {
    if (parts.size() == 0) {
      return ByteBuffer.wrap(last);
    }
    parts.writeBytes(last);
    byte[] message = parts.toByteArray();
    parts.reset();
    return ByteBuffer.wrap(message);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    channel.refuse(socket, UNSUPPORTED, "text where only binary messages may come");
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    channel.lost(reason.isEmpty() ? closedWith(code) : reason);
    return null;
  }

  private static String closedWith(int code) {
    return code == 1006 ? "connection broken" : "closed with code " + code;
  }

  @Override
  public void onError(WebSocket socket, Throwable failure) {
    channel.lost(Failures.text(failure));
  }
}
