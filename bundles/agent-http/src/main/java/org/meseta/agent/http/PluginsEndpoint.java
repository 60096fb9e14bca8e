package org.meseta.agent.http;

import java.util.concurrent.CompletionStage;
import org.meseta.http.api.Permissions;
import org.meseta.http.api.PluginsJson;
import org.meseta.http.api.Refusal;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpRequest;
import org.meseta.http.server.HttpServer;
import org.meseta.http.server.HttpServer.RouteOptions;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.host.PluginBoard;

/** {@code /plugins}: how the agent's plugins do; 403 for those who may not see it. */
public record PluginsEndpoint(Permissions permissions, PluginBoard board) implements HttpHandler {
  private static final RouteOptions READ = new RouteOptions("mesos-agent-readonly", 64 << 10);

  /** Adds the route; it goes when the server is closed. */
  @SuppressWarnings("MustBeClosedChecker") // routes go with the server
  public void addTo(HttpServer server) {
    HttpHandler guarded =
        Refusal.answered(permissions.guard(Action.GET_ENDPOINT, "/plugins", this));
    server.route("/plugins", READ, guarded);
    server.route("/slave(1)/plugins", READ, guarded);
  }

  @Override
  public CompletionStage<HttpAnswer> handle(HttpRequest request) {
    return Refusal.done(PluginsJson.of(board, "agent").streamed(request));
  }
}
