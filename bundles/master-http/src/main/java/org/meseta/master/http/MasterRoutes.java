package org.meseta.master.http;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.meseta.http.api.BuildInfo;
import org.meseta.http.api.Help;
import org.meseta.http.api.LinkProtocol;
import org.meseta.http.api.LinkSession;
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
import org.meseta.http.server.VirtualFiles;
import org.meseta.master.api.Master;
import org.meseta.master.http.answers.Leadership;
import org.meseta.master.http.link.LinkEndpoint;
import org.meseta.master.http.operator.OperatorEndpoint;
import org.meseta.master.http.scheduler.SchedulerEndpoint;
import org.meseta.master.http.view.Views;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.runtime.LoggingLevel;
import org.meseta.runtime.Runtime;

/**
 * All routes of the master. Those of the master itself can be asked for bare and below {@code
 * /master}; what belongs to the process ({@code /version}, {@code /metrics/snapshot}, {@code
 * /files}) only bare.
 */
public final class MasterRoutes {
  /** Where the log is attached, if there is one. */
  public static final String LOG = "/master/log";

  private static final String PREFIX = "/master";
  private static final RouteOptions READ = new RouteOptions("mesos-master-readonly", 64 << 10);
  private static final RouteOptions WRITE = new RouteOptions("mesos-master-readwrite", 16 << 20);
  private static final RouteOptions SCHEDULER =
      new RouteOptions("mesos-master-scheduler", 16 << 20);
  private static final RouteOptions AGENT = new RouteOptions("mesos-master-agent", 0);

  private final HttpServer server;
  private final Master master;
  private final Leadership leadership;
  private final Permissions permissions;
  private final Set<String> paths = ConcurrentHashMap.newKeySet();

  private MasterRoutes(HttpServer server, Master master) {
    this.server = server;
    this.master = master;
    this.leadership = new Leadership(master);
    this.permissions = master::allows;
  }

  /**
   * Adds the routes; they go when the server is closed.
   *
   * @param files shown below {@code /files}
   * @param logging set by {@code /logging/toggle}
   * @param pace of the agents' links
   */
  public static void add(
      HttpServer server,
      Master master,
      Runtime runtime,
      VirtualFiles files,
      LoggingLevel logging,
      LinkSession.Pace pace) {
    MasterRoutes routes = new MasterRoutes(server, master);
    GuardedFiles guarded = new GuardedFiles(files, routes::mayRead);
    LoggingToggle toggle = new LoggingToggle(logging);
    routes.apis(guarded, toggle, runtime::newUuid);
    routes.bare("/logging/toggle", WRITE, routes.endpoint("/logging/toggle", toggle));
    routes.views(new Views(master));
    routes.process(new LinkEndpoint(master, runtime.clock(), runtime.timers(), pace));
    routes.files(guarded);
  }

  private void apis(GuardedFiles files, LoggingToggle logging, Supplier<UUID> ids) {
    both(
        "/api/v1/scheduler",
        SCHEDULER,
        leadership.requiredForApi(new SchedulerEndpoint(master, ids)));
    both("/api/v1", WRITE, leadership.requiredForApi(new OperatorEndpoint(master, files, logging)));
    for (ResourcesEndpoint endpoint : ResourcesEndpoint.all(master)) {
      both(endpoint.path(), WRITE, leadership.required(endpoint));
    }
    both("/teardown", WRITE, leadership.required(new TeardownEndpoint(master)));
  }

  @SuppressWarnings("MustBeClosedChecker") // routes go with the server
  private void files(GuardedFiles files) {
    FileRoutes unused = new FileRoutes(server, READ.realm(), files);
  }

  private CompletionStage<Boolean> mayRead(Principal principal, String attached) {
    return attached.equals(LOG)
        ? master.allows(principal, Action.ACCESS_LOG, "")
        : master.allows(principal, Action.GET_ENDPOINT, attached);
  }

  private void views(Views views) {
    for (String name : List.of("/state", "/state.json")) {
      both(name, READ, leadership.required(views::state));
    }
    both("/state-summary", READ, leadership.required(views::summary));
    both("/slaves", READ, leadership.required(views::slaves));
    both("/frameworks", READ, leadership.required(views::frameworks));
    for (String name : List.of("/tasks", "/tasks.json")) {
      both(name, READ, leadership.required(views::tasks));
    }
    for (String name : List.of("/roles", "/roles.json")) {
      both(name, READ, leadership.required(views::roles));
    }
    both("/weights", WRITE, leadership.required(new WeightsEndpoint(master, views::weights)));
    both("/why", READ, leadership.required(new WhyEndpoint(master)));
    both("/quota", WRITE, leadership.required(new QuotaEndpoint(master)));
    bare("/registrar(1)/registry", READ, leadership.required(views::registry));
    both("/flags", READ, permissions.guard(Action.VIEW_FLAGS, "", views::flags));
    HttpHandler metrics = endpoint("/metrics/snapshot", views::metrics);
    for (String name : List.of("/metrics/snapshot", "/metrics/snapshot.json")) {
      bare(name, READ, metrics);
    }
  }

  /** For those who may ask this endpoint, by whichever of its names. */
  private HttpHandler endpoint(String path, HttpHandler handler) {
    return permissions.guard(Action.GET_ENDPOINT, path, handler);
  }

  private void process(LinkEndpoint link) {
    both("/health", RouteOptions.OPEN, request -> Refusal.done(HttpAnswer.empty(200)));
    both("/redirect", RouteOptions.OPEN, request -> Refusal.done(leadership.endpoint(request)));
    HttpHandler version = request -> Refusal.done(BuildInfo.current().endpoint().whole(request));
    bare("/version", RouteOptions.OPEN, version);
    bare("/system/stats.json", RouteOptions.OPEN, SystemStats.endpoint());
    bare("/help", RouteOptions.OPEN, new Help("the master", paths));
    bare(LinkProtocol.PATH, AGENT, leadership.required(link));
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
