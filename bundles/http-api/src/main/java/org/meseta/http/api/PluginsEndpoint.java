package org.meseta.http.api;

import java.util.concurrent.CompletionStage;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpRequest;
import org.meseta.http.server.HttpServer;
import org.meseta.http.server.HttpServer.RouteOptions;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.host.PluginBoard;

/**
 * {@code /plugins}: how a daemon's plugins do; 403 for those who may not see it.
 *
 * @param host whose plugins: {@code master} or {@code agent}
 */
public record PluginsEndpoint(PluginBoard board, String host) implements HttpHandler {
  private static final String PATH = "/plugins";

  /**
   * Adds the routes; they go when the server is closed.
   *
   * @param prefix below which the endpoint can be asked for, too
   */
  @SuppressWarnings("MustBeClosedChecker") // routes go with the server
  public void addTo(HttpServer server, Permissions permissions, String prefix) {
    RouteOptions read = new RouteOptions("mesos-" + host + "-readonly", 64 << 10);
    HttpHandler guarded = Refusal.answered(permissions.guard(Action.GET_ENDPOINT, PATH, this));
    server.route(PATH, read, guarded);
    server.route(prefix + PATH, read, guarded);
  }

  @Override
  public CompletionStage<HttpAnswer> handle(HttpRequest request) {
    return Refusal.done(PluginsJson.of(board, host).streamed(request));
  }
}
