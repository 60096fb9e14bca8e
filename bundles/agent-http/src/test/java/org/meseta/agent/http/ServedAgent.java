package org.meseta.agent.http;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.meseta.agent.http.files.AgentFiles;
import org.meseta.http.api.PluginsEndpoint;
import org.meseta.http.server.GuardedFiles;
import org.meseta.http.server.HttpServer;
import org.meseta.http.server.HttpServers;
import org.meseta.http.server.jetty.JettyServers;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.runtime.LoggingLevel;
import org.meseta.runtime.SystemRuntime;
import org.meseta.testkit.conformance.Caller;

/** An agent that is not one, behind the real routes, on a port of its own. */
final class ServedAgent implements AutoCloseable {
  final SystemRuntime runtime = new SystemRuntime();
  final FakeAgent agent = new FakeAgent(runtime);
  final Caller caller;
  private final HttpServer server;

  ServedAgent() throws IOException {
    server = new JettyServers(runtime).open(new HttpServers.Options("agent", "127.0.0.1", 0));
    Path log = Path.of("target", "served.log");
    Files.writeString(log, "one line\n");
    Blocking blocking = runtime.blocking("files", 1, Runnable::run);
    GuardedFiles files = AgentFiles.of(agent, blocking, Optional.of(log));
    AgentRoutes.add(server, agent, files, new LoggingLevel(runtime.timers(), level -> {}));
    new PluginsEndpoint(new PluginBoard(), "agent").addTo(server, agent::allows, "/slave(1)");
    caller = new Caller(server.port());
  }

  HttpResponse<String> get(String target) throws IOException, InterruptedException {
    return caller.get(target);
  }

  HttpResponse<String> call(String json) throws IOException, InterruptedException {
    return caller.post("/api/v1", json);
  }

  @Override
  public void close() {
    server.close();
    runtime.close();
  }
}
