package org.meseta.http.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
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
  private static final int MAX_REDIRECTS = 3;

  private final HttpClient http;
  private final Timers timers;

  WebSocketDialer(HttpClient http, Timers timers) {
    this.http = http;
    this.timers = timers;
  }

  /**
   * Dials. Returns at once. When the other side answers with a redirect, the channel leads to where
   * it points; after {@value #MAX_REDIRECTS} of them the next is a refusal.
   *
   * @param address {@code ws} or {@code wss}, host, port and path
   * @param listener told {@code opened} when the channel is open; told {@code closed} once, also
   *     when it never opened, then with the cause
   * @return the channel; until it is open nothing can be sent, yet dialling can be aborted
   */
  public MessageChannel dial(URI address, DialOptions options, MessageChannel.Listener listener) {
    WebSocketChannel channel =
        new WebSocketChannel(address.getAuthority(), options.maxQueueBytes(), timers, listener);
    dial(channel, address, options, 0);
    return channel;
  }

  private void dial(WebSocketChannel channel, URI address, DialOptions options, int redirects) {
    WebSocket.Builder builder =
        http.newWebSocketBuilder()
            .connectTimeout(options.connectTimeout())
            .subprotocols(options.protocol());
    options.headers().forEach(builder::header);
    CompletableFuture<WebSocket> dialling =
        builder.buildAsync(address, new WebSocketReceiver(channel, options));
    channel.dialling(address.getAuthority(), dialling);
    Later.then(
        dialling,
        (socket, failure) -> {
          if (failure != null) {
            refused(channel, address, options, redirects, Failures.cause(failure));
          }
        });
  }

  private void refused(
      WebSocketChannel channel, URI address, DialOptions options, int redirects, Throwable why) {
    HttpResponse<?> answer =
        why instanceof WebSocketHandshakeException refusal ? refusal.getResponse() : null;
    if (answer == null) {
      channel.lost(Failures.text(why));
      return;
    }
    URI elsewhere = redirects < MAX_REDIRECTS ? elsewhere(address, answer) : null;
    if (elsewhere == null) {
      channel.lost("refused with HTTP status " + answer.statusCode());
    } else {
      dial(channel, elsewhere, options, redirects + 1);
    }
  }

  /** Where a redirect points; a location without a path means the same path there. */
  private static @Nullable URI elsewhere(URI address, HttpResponse<?> answer) {
    String location = answer.headers().firstValue("Location").orElse("");
    if (answer.statusCode() != 307 || location.isEmpty()) {
      return null;
    }
    try {
      URI there = address.resolve(location);
      if (there.getHost() == null) {
        return null;
      }
      String path = there.getPath().isEmpty() ? address.getPath() : there.getPath();
      return new URI(address.getScheme(), there.getAuthority(), path, null, null);
    } catch (IllegalArgumentException | URISyntaxException e) {
      return null; // points nowhere
    }
  }
}
