package org.meseta.agent.http;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.meseta.agent.api.Agent;
import org.meseta.agent.http.files.Sandboxes;
import org.meseta.agent.http.operator.AgentEndpoint;
import org.meseta.agent.http.view.Views;
import org.meseta.http.api.BuildInfo;
import org.meseta.http.api.LoggingToggle;
import org.meseta.http.api.Refusal;
import org.meseta.http.server.FileRoutes;
import org.meseta.http.server.GuardedFiles;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpServer;
import org.meseta.http.server.HttpServer.RouteOptions;
import org.meseta.http.server.VirtualFiles;
import org.meseta.runtime.LoggingLevel;

/**
 * All routes of the agent. Those of the agent itself can be asked for bare and below {@code
 * /slave(1)}; what belongs to the process ({@code /version}, {@code /metrics/snapshot}, {@code
 * /files}) only bare.
 */
public final class AgentRoutes {
  /** Virtual path of the agent's log. */
  public static final String LOG = "/slave/log";

  private static final String PREFIX = "/slave(1)";
  private static final RouteOptions READ = new RouteOptions("mesos-agent-readonly", 64 << 10);
  private static final RouteOptions WRITE = new RouteOptions("mesos-agent-readwrite", 16 << 20);

  private final HttpServer server;
  private final Agent agent;

  private AgentRoutes(HttpServer server, Agent agent) {
    this.server = server;
    this.agent = agent;
  }

  /**
   * Adds the routes; they go when the server is closed.
   *
   * @param files shown below {@code /files}, {@link Sandboxes} among them
   * @param logging set by {@code /logging/toggle}
   */
  @SuppressWarnings("MustBeClosedChecker") // routes go with the server
  public static void add(HttpServer server, Agent agent, VirtualFiles files, LoggingLevel logging) {
    AgentRoutes routes = new AgentRoutes(server, agent);
    GuardedFiles guarded =
        new GuardedFiles(files, (principal, path) -> CompletableFuture.completedStage(true));
    LoggingToggle toggle = new LoggingToggle(logging);
    routes.both("/api/v1", WRITE, routes.recovered(new AgentEndpoint(agent, guarded, toggle)));
    Views views = new Views(agent);
    routes.views(views);
    routes.process(views, toggle);
    FileRoutes unused = new FileRoutes(server, READ.realm(), guarded);
  }

  /** Of the agent itself. What it has is not known before it has recovered. */
  private void views(Views views) {
    for (String name : List.of("/state", "/state.json")) {
      both(name, READ, recovered(views::state));
    }
    for (String name : List.of("/monitor/statistics", "/monitor/statistics.json")) {
      both(name, READ, recovered(views::statistics));
    }
    both("/containers", READ, recovered(views::containers));
    both("/flags", READ, views::flags);
    both("/health", READ, request -> Refusal.done(HttpAnswer.empty(200)));
  }

  private void process(Views views, LoggingToggle toggle) {
    bare("/version", READ, request -> Refusal.done(BuildInfo.current().endpoint().whole(request)));
    for (String name : List.of("/metrics/snapshot", "/metrics/snapshot.json")) {
      bare(name, READ, views::metrics);
    }
    bare("/logging/toggle", WRITE, toggle);
  }

  private HttpHandler recovered(HttpHandler handler) {
    return request -> {
      if (!agent.host().recovered()) {
        throw Refusal.of(503, "Agent has not finished recovery");
      }
      return handler.handle(request);
    };
  }

  private void both(String path, RouteOptions options, HttpHandler handler) {
    bare(path, options, handler);
    bare(PREFIX + path, options, handler);
  }

  @SuppressWarnings("MustBeClosedChecker") // routes go with the server
  private void bare(String path, RouteOptions options, HttpHandler handler) {
    server.route(path, options, Refusal.answered(handler));
  }
}
