package org.meseta.master.http.answers;

import java.net.URI;
import java.net.URISyntaxException;
import org.meseta.http.api.Refusal;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpRequest;
import org.meseta.master.api.Master;
import org.meseta.master.state.Cluster;
import org.meseta.protocol.v1.MasterInfo;

/** Sends callers to the leading master. */
public final class Leadership {
  private final Master master;

  /** Of this master. */
  public Leadership(Master master) {
    this.master = master;
  }

  /** The handler, if this master leads; else the way to the one that does. */
  public HttpHandler required(HttpHandler handler) {
    return request ->
        master.cluster().electedTime().isPresent()
            ? handler.handle(request)
            : Refusal.done(redirect(request.path()));
  }

  /** As {@link #required}, for an API: its callers have a name or are nobody at all. */
  public HttpHandler requiredForApi(HttpHandler handler) {
    HttpHandler led = required(handler);
    return request -> {
      if (request.principal().value().isEmpty() && !request.principal().claims().isEmpty()) {
        throw Refusal.of(403, "The authenticated principal has claims but no name");
      }
      return led.handle(request);
    };
  }

  /** {@code /redirect}: 307 to the leader, whoever it is. */
  public HttpAnswer endpoint(HttpRequest request) {
    if (!request.rest().isEmpty()) {
      throw Refusal.plain(404);
    }
    return redirect("");
  }

  private HttpAnswer redirect(String path) {
    Cluster cluster = master.cluster();
    MasterInfo leader = cluster.leader().orElseThrow(() -> Refusal.of(503, "No leader elected"));
    String host = leader.getHostname().isEmpty() ? address(leader) : leader.getHostname();
    String location = "//" + host + ":" + leader.getPort() + encoded(path);
    return HttpAnswer.empty(307).with("Location", location);
  }

  /** The path is decoded in part: what is in it must not end the header, or mean something else. */
  private static String encoded(String path) {
    try {
      return new URI(path).toASCIIString();
    } catch (URISyntaxException e) {
      throw Refusal.plain(400);
    }
  }

  private static String address(MasterInfo leader) {
    String ip = leader.getAddress().getIp();
    return ip.contains(":") ? "[" + ip + "]" : ip;
  }
}
