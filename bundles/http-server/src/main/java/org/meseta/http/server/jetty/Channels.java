package org.meseta.http.server.jetty;

import java.util.List;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.jspecify.annotations.Nullable;
import org.meseta.http.server.HttpAnswer;
import org.meseta.plugin.Timers;

/** Turns connections into channels. */
final class Channels {
  private final WebSocketComponents components = new WebSocketComponents();
  private final WebSocketMappings mappings = new WebSocketMappings(components);
  private final Timers timers;
  private final Executor pool;

  Channels(Timers timers, Executor pool) {
    this.timers = timers;
    this.pool = pool;
  }

  /** What the server has to start and stop. */
  LifeCycle components() {
    return components;
  }

  void open(HttpAnswer.Channel channel, Request request, Response response, Callback callback) {
    Negotiation negotiation = new Negotiation(channel);
    if (!mappings.upgrade(negotiation, request, response, callback, null)) {
      refuse(channel, response, callback);
    }
  }

  private static void refuse(HttpAnswer.Channel channel, Response response, Callback callback) {
    response.setStatus(426);
    response.getHeaders().put(HttpHeader.UPGRADE, "websocket");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    Content.Sink.write(
        response, true, "Needs a WebSocket with protocol " + channel.protocol() + ".", callback);
  }

  /** Agrees on the protocol and on no extensions: messages are not compressed. */
  private final class Negotiation implements WebSocketNegotiator {
    private final HttpAnswer.Channel channel;

    Negotiation(HttpAnswer.Channel channel) {
      this.channel = channel;
    }

    @Override
    public @Nullable FrameHandler negotiate(
        ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
      if (!request.hasSubProtocol(channel.protocol())) {
        refuse(channel, response, callback);
        return null;
      }
      response.setAcceptedSubProtocol(channel.protocol());
      response.setExtensions(List.of());
      return new WebSocketChannel(channel, timers, pool);
    }
  }
}
