package org.meseta.http.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletableFuture;
import org.meseta.plugin.Timers;
import org.meseta.runtime.MessageChannel;

/**
 * Opens message channels to servers that speak WebSocket. Usable from any thread.
 *
 * <p>When the other side breaks off right behind a message, the JDK now and then (6 % of the time)
 * fails to see it until something is sent: whoever holds a channel must send heartbeats and miss
 * those of the other side.
 */
public final class WebSocketDialer {
  private final HttpClient http;
  private final Timers timers;

  WebSocketDialer(HttpClient http, Timers timers) {
    this.http = http;
    this.timers = timers;
  }

  /**
   * Dials. Returns at once.
   *
   * @param address {@code ws} or {@code wss}, host, port and path
   * @param listener told {@code opened} when the channel is open; told {@code closed} once, also
   *     when it never opened, then with the cause
   * @return the channel; until it is open nothing can be sent, yet dialling can be aborted
   */
  public MessageChannel dial(URI address, DialOptions options, MessageChannel.Listener listener) {
    WebSocketChannel channel =
        new WebSocketChannel(address.getAuthority(), options.maxQueueBytes(), timers, listener);
    WebSocket.Builder builder =
        http.newWebSocketBuilder()
            .connectTimeout(options.connectTimeout())
            .subprotocols(options.protocol());
    options.headers().forEach(builder::header);
    CompletableFuture<WebSocket> dialling =
        builder.buildAsync(address, new WebSocketReceiver(channel, options));
    channel.dialling(dialling);
    Later.then(
        dialling,
        (socket, failure) -> {
          if (failure != null) {
            channel.lost(reason(failure));
          }
        });
    return channel;
  }

  private static String reason(Throwable failure) {
    Throwable cause = Failures.cause(failure);
    if (cause instanceof WebSocketHandshakeException refused && refused.getResponse() != null) {
      return "refused with HTTP status " + refused.getResponse().statusCode();
    }
    return Failures.text(cause);
  }
}
