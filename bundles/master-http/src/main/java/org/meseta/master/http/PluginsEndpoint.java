package org.meseta.master.http;

import java.util.concurrent.CompletionStage;
import org.meseta.http.api.PluginsJson;
import org.meseta.http.api.Refusal;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpRequest;
import org.meseta.http.server.HttpServer;
import org.meseta.http.server.HttpServer.RouteOptions;
import org.meseta.master.api.Master;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.host.PluginBoard;

/** {@code /plugins}: how the master's plugins do; 403 for those who may not see it. */
public record PluginsEndpoint(Master master, PluginBoard board) implements HttpHandler {
  private static final RouteOptions READ = new RouteOptions("mesos-master-readonly", 64 << 10);

  /** Adds the route; it goes when the server is closed. */
  @SuppressWarnings("MustBeClosedChecker") // routes go with the server
  public void addTo(HttpServer server) {
    server.route("/plugins", READ, Refusal.answered(this));
    server.route("/master/plugins", READ, Refusal.answered(this));
  }

  @Override
  public CompletionStage<HttpAnswer> handle(HttpRequest request) {
    return master
        .allows(request.principal(), Action.GET_ENDPOINT, "/plugins")
        .thenApply(
            allowed -> {
              if (!allowed) {
                throw Refusal.plain(403);
              }
              return PluginsJson.of(board, "master").streamed(request);
            });
  }
}
