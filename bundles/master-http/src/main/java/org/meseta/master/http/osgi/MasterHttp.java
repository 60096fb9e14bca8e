package org.meseta.master.http.osgi;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.meseta.http.api.LinkSession;
import org.meseta.http.api.PluginsEndpoint;
import org.meseta.http.api.PortFile;
import org.meseta.http.server.HttpServer;
import org.meseta.http.server.HttpServers;
import org.meseta.http.server.VirtualFiles;
import org.meseta.master.api.Master;
import org.meseta.master.http.MasterRoutes;
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
 * Listens on the address that the flags {@code ip} and {@code port} name, as long as there is a
 * master. With port 0 the system chooses; the port that it is stands in the log and in the file
 * {@code master.port} of the working folder.
 */
@Component(
    immediate = true,
    service = {},
    configurationPid = "org.meseta.master",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class MasterHttp {
  private static final Logger LOG = LoggerFactory.getLogger(MasterHttp.class);
  private static final String LOOPBACK = "127.0.0.1";
  private static final String PORT = "5050";

  /** Framework property: where the process writes its log. */
  private static final String LOG_FOLDER = "karaf.log";

  private static final long PATIENCE_SECONDS = 10;
  private static final String LOG_FILE = "meseta.log";

  private final HttpServer server;
  private final Optional<PortFile> portFile;

  /**
   * Starts listening.
   *
   * @throws IOException if that address is taken, or the port cannot be told
   */
  @Activate
  public MasterHttp(
      BundleContext context,
      @Reference Master master,
      @Reference HttpServers servers,
      @Reference Runtime runtime,
      @Reference LoggingLevel logging,
      @Reference PluginBoard board)
      throws IOException {
    Map<String, String> flags = master.flags();
    String ip = flags.getOrDefault("ip", LOOPBACK);
    int port = Integer.parseInt(flags.getOrDefault("port", PORT));
    server = servers.open(new HttpServers.Options("master", ip, port));
    portFile =
        Optional.ofNullable(flags.get("work_dir"))
            .map(folder -> new PortFile(Path.of(folder, "master.port")));
    try {
      tell(master, server.port());
      MasterRoutes.add(server, master, runtime, files(context, runtime), logging, pace(flags));
      new PluginsEndpoint(board, "master").addTo(server, master::allows, "/master");
      if (portFile.isPresent()) {
        portFile.get().write(server.port());
      }
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    LOG.info("Master {} listens on {}:{}", master.cluster().master().getId(), ip, server.port());
  }

  /** Nobody is served before the master knows where it is: others are sent there. */
  private static void tell(Master master, int port) throws IOException {
    try {
      master.listensOn(port).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("the master could not be told its port " + port, e);
    } catch (InterruptedException e) {
      throw new InterruptedIOException("interrupted");
    }
  }

  private static VirtualFiles files(BundleContext context, Runtime runtime) {
    VirtualFiles files = new VirtualFiles(runtime.blocking("master-files", 4, Runnable::run));
    String folder = context.getProperty(LOG_FOLDER);
    if (folder != null) {
      files.attach(MasterRoutes.LOG, Path.of(folder, LOG_FILE));
    }
    return files;
  }

  /** An agent is gone after as many missed signs of life as the master's flags say. */
  private static LinkSession.Pace pace(Map<String, String> flags) {
    Duration heartbeat = Durations.parse(flags.getOrDefault("agent_ping_timeout", "15secs"));
    int misses = Integer.parseInt(flags.getOrDefault("max_agent_ping_timeouts", "5"));
    return new LinkSession.Pace(heartbeat, heartbeat.multipliedBy(Math.max(2, misses)));
  }

  /** Closes every connection. */
  @Deactivate
  public void close() {
    server.close();
    portFile.ifPresent(PortFile::delete);
  }
}
