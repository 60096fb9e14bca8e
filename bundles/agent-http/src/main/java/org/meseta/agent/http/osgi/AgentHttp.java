package org.meseta.agent.http.osgi;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.meseta.agent.api.Agent;
import org.meseta.agent.http.AgentRoutes;
import org.meseta.agent.http.files.AgentFiles;
import org.meseta.agent.http.link.MasterDialer;
import org.meseta.http.api.LinkProtocol;
import org.meseta.http.api.PluginsEndpoint;
import org.meseta.http.api.PortFile;
import org.meseta.http.client.MasterAddress;
import org.meseta.http.client.WebClient;
import org.meseta.http.server.GuardedFiles;
import org.meseta.http.server.HttpServer;
import org.meseta.http.server.HttpServers;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.runtime.Durations;
import org.meseta.runtime.LoggingLevel;
import org.meseta.runtime.Runtime;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on the address that the flags {@code ip} and {@code port} name and keeps a link to the
 * master, as long as there is an agent. With port 0 the system chooses; the port that it is stands
 * in the log and in the file {@code agent.port} of the working folder.
 */
@Component(
    immediate = true,
    service = {},
    configurationPid = "org.meseta.agent",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class AgentHttp {
  private static final Logger LOG = LoggerFactory.getLogger(AgentHttp.class);

  /** Framework property: where the process writes its log. */
  private static final String LOG_FOLDER = "karaf.log";

  private static final String LOG_FILE = "meseta.log";
  private static final int FILE_THREADS = 4;

  private final HttpServer server;
  private final MasterDialer dialer;
  private final PortFile portFile;

  /**
   * Starts listening and dialling.
   *
   * @throws IOException if that address is taken, or the port cannot be told
   */
  @Activate
  public AgentHttp(
      BundleContext context,
      @Reference Agent agent,
      @Reference HttpServers servers,
      @Reference Runtime runtime,
      @Reference LoggingLevel logging,
      @Reference PluginBoard board)
      throws IOException {
    Map<String, String> flags = agent.flags();
    String ip = flags.getOrDefault("ip", "127.0.0.1");
    int port = Integer.parseInt(flags.getOrDefault("port", "5051"));
    server = servers.open(new HttpServers.Options("agent", ip, port));
    portFile = new PortFile(Path.of(flags.getOrDefault("work_dir", "."), "agent.port"));
    try {
      Blocking blocking = runtime.blocking("agent-files", FILE_THREADS, Runnable::run);
      GuardedFiles files = AgentFiles.of(agent, blocking, log(context, flags));
      AgentRoutes.add(server, agent, files, logging);
      new PluginsEndpoint(board, "agent").addTo(server, agent::allows, "/slave(1)");
      dialer = dialer(agent, flags, runtime);
      portFile.write(server.port());
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    agent.listensOn(server.port());
    LOG.info("The agent listens on {}:{}", ip, server.port());
    dialer.start();
  }

  private static MasterDialer dialer(Agent agent, Map<String, String> flags, Runtime runtime) {
    URI master = MasterAddress.parse(flags.getOrDefault("master", ""));
    String scheme = "https".equals(master.getScheme()) ? "wss" : "ws";
    return new MasterDialer(
        agent,
        runtime,
        new WebClient(runtime.timers()).dialer()::dial,
        URI.create(scheme + "://" + master.getAuthority() + LinkProtocol.PATH),
        Durations.parse(flags.getOrDefault("registration_backoff_factor", "1secs")));
  }

  private static Optional<Path> log(BundleContext context, Map<String, String> flags) {
    return Optional.ofNullable(flags.get("external_log_file"))
        .map(Path::of)
        .or(
            () ->
                Optional.ofNullable(context.getProperty(LOG_FOLDER))
                    .map(folder -> Path.of(folder, LOG_FILE)));
  }

  /** Ends the link and closes every connection. */
  @Deactivate
  public void close() {
    dialer.close();
    server.close();
    portFile.delete();
  }
}
