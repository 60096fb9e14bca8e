package org.meseta.master.http.link;

import java.util.concurrent.CompletionStage;
import org.meseta.http.api.LinkProtocol;
import org.meseta.http.api.LinkSession;
import org.meseta.http.api.Refusal;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpRequest;
import org.meseta.master.api.Master;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Timers;

/** {@value LinkProtocol#PATH}: where agents dial in. */
public final class LinkEndpoint implements HttpHandler {
  private final Master master;
  private final Clock clock;
  private final Timers timers;
  private final LinkSession.Pace pace;

  /** Heartbeats and silence go by this clock and these timers. */
  public LinkEndpoint(Master master, Clock clock, Timers timers, LinkSession.Pace pace) {
    this.master = master;
    this.clock = clock;
    this.timers = timers;
    this.pace = pace;
  }

  @Override
  public CompletionStage<HttpAnswer> handle(HttpRequest request) {
    LinkSession session =
        LinkSession.accepting(
            clock,
            timers,
            pace,
            () -> master.cluster().master(),
            new LinkedAgent(master, request.principal(), ip(request.remoteAddress())));
    return Refusal.done(
        new HttpAnswer.Channel(
            LinkProtocol.NAME,
            LinkProtocol.MAX_MESSAGE_BYTES,
            LinkProtocol.MAX_QUEUE_BYTES,
            session));
  }

  /** Without the port; without the brackets of an IPv6 address. */
  static String ip(String address) {
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? address : address.substring(0, colon);
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
