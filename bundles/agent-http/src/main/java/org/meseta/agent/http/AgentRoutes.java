package org.meseta.agent.http;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.meseta.agent.api.Agent;
import org.meseta.agent.http.operator.AgentEndpoint;
import org.meseta.agent.http.view.Views;
import org.meseta.http.api.BuildInfo;
import org.meseta.http.api.Help;
import org.meseta.http.api.LoggingToggle;
import org.meseta.http.api.Permissions;
import org.meseta.http.api.Refusal;
import org.meseta.http.api.SystemStats;
import org.meseta.http.server.FileRoutes;
import org.meseta.http.server.GuardedFiles;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpServer;
import org.meseta.http.server.HttpServer.RouteOptions;
import org.meseta.plugin.authorizer.Action;
import org.meseta.runtime.LoggingLevel;

/**
 * All routes of the agent. Those of the agent itself can be asked for bare and below {@code
 * /slave(1)}; what belongs to the process ({@code /version}, {@code /metrics/snapshot}, {@code
 * /files}) only bare.
 */
public final class AgentRoutes {
  private static final String PREFIX = "/slave(1)";
  private static final RouteOptions READ = new RouteOptions("mesos-agent-readonly", 64 << 10);
  private static final RouteOptions WRITE = new RouteOptions("mesos-agent-readwrite", 16 << 20);

  private final HttpServer server;
  private final Agent agent;
  private final Permissions permissions;
  private final Set<String> paths = ConcurrentHashMap.newKeySet();

  private AgentRoutes(HttpServer server, Agent agent) {
    this.server = server;
    this.agent = agent;
    this.permissions = agent::allows;
  }

  /**
   * Adds the routes; they go when the server is closed.
   *
   * @param files shown below {@code /files}
   * @param logging set by {@code /logging/toggle}
   */
  @SuppressWarnings("MustBeClosedChecker") // routes go with the server
  public static void add(HttpServer server, Agent agent, GuardedFiles files, LoggingLevel logging) {
    AgentRoutes routes = new AgentRoutes(server, agent);
    LoggingToggle toggle = new LoggingToggle(logging);
    Views views = new Views(agent);
    routes.both("/api/v1", WRITE, routes.recovered(new AgentEndpoint(agent, files, toggle)));
    routes.views(views);
    routes.process(views, toggle);
    FileRoutes unused = new FileRoutes(server, READ.realm(), files);
  }

  /** Of the agent itself. What it has is not known before it has recovered. */
  private void views(Views views) {
    for (String name : List.of("/state", "/state.json")) {
      both(name, READ, recovered(views::state));
    }
    HttpHandler statistics = endpoint("/monitor/statistics", views::statistics);
    for (String name : List.of("/monitor/statistics", "/monitor/statistics.json")) {
      both(name, READ, recovered(statistics));
    }
    both("/containers", READ, recovered(endpoint("/containers", views::containers)));
    both("/flags", READ, permissions.guard(Action.VIEW_FLAGS, "", views::flags));
    both("/health", RouteOptions.OPEN, request -> Refusal.done(HttpAnswer.empty(200)));
  }

  private void process(Views views, LoggingToggle toggle) {
    HttpHandler version = request -> Refusal.done(BuildInfo.current().endpoint().whole(request));
    bare("/version", RouteOptions.OPEN, version);
    bare("/system/stats.json", RouteOptions.OPEN, SystemStats.endpoint());
    bare("/help", RouteOptions.OPEN, new Help("the agent", paths));
    HttpHandler metrics = endpoint("/metrics/snapshot", views::metrics);
    for (String name : List.of("/metrics/snapshot", "/metrics/snapshot.json")) {
      bare(name, READ, metrics);
    }
    bare("/logging/toggle", WRITE, endpoint("/logging/toggle", toggle));
  }

  /** For those who may ask this endpoint, by whichever of its names. */
  private HttpHandler endpoint(String path, HttpHandler handler) {
    return permissions.guard(Action.GET_ENDPOINT, path, handler);
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
    paths.add(path);
    server.route(path, options, Refusal.answered(handler));
  }
}
