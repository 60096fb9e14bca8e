package org.meseta.http.server.jetty;

import static org.eclipse.jetty.http.HttpCompliance.Violation.MISMATCHED_AUTHORITY;
import static org.eclipse.jetty.http.UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpServer;
import org.meseta.http.server.HttpServers.Options;
import org.meseta.runtime.Runtime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One port, served by few threads however many connections there are. */
final class JettyServer implements HttpServer {
  private static final Logger LOG = LoggerFactory.getLogger(JettyServer.class);
  private static final int MAX_THREADS = 16;
  private static final int MIN_THREADS = 4;
  private static final int FEWEST_WRITERS = 2;
  private static final int IDLE_MILLIS = 120_000;
  private static final int HEADER_BYTES = 16 * 1024;
  private static final int ACCEPT_QUEUE = 1024;

  /** Larger ones let the kernel hide a slow reader from the bounds of our own queues. */
  private static final int SEND_BUFFER_BYTES = 64 * 1024;

  private final Routes routes = new Routes();
  private final Server server;
  private final ServerConnector connector;
  private final Heads heads;

  JettyServer(Options options, Runtime runtime, Bounds bounds) throws IOException {
    QueuedThreadPool pool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    pool.setName("meseta-" + options.name() + "-http");
    pool.setDaemon(true);
    server = new Server(pool);
    Channels channels = new Channels(runtime.timers(), pool);
    server.addBean(channels.components());
    heads = new Heads(runtime.timers(), runtime.clock(), pool);
    Host host =
        new Host(
            routes,
            options.authenticator(),
            channels,
            pool,
            runtime.blocking(options.name() + "-writer", writers(), Runnable::run),
            runtime.timers(),
            runtime.clock(),
            bounds);
    server.setHandler(new Front(host, heads));
    server.setErrorHandler(new PlainErrors());
    server.setStopTimeout(0);
    connector = new KeepAliveConnector(server, new HttpConnectionFactory(configuration()));
    connector.setHost(options.address());
    connector.setPort(options.port());
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(bounds.connections(), connector));
    connector.addBean(heads);
    start(options);
    heads.watch();
  }

  @Override
  public AutoCloseable route(String path, RouteOptions options, HttpHandler handler) {
    return routes.add(path, options, handler);
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    heads.close();
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("The server on port {} did not stop cleanly", port(), e);
    }
  }

  /** No more than can work at once: many large answers must not keep small ones waiting. */
  static int writers() {
    return Math.max(FEWEST_WRITERS, java.lang.Runtime.getRuntime().availableProcessors());
  }

  private void start(Options options) throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      close();
      String address = options.address() + ":" + options.port();
      // Without the cause, of which only the message is of use: the innermost one is what is shown.
      throw new IOException("cannot listen on " + address + ": " + cause(e));
    }
  }

  private static String cause(Exception e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }

  /**
   * Some clients name another host in the request's target than in their Host header, or double a
   * slash; routing does not mind either.
   */
  private static HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setHttpCompliance(HttpCompliance.RFC9110.with("meseta", MISMATCHED_AUTHORITY));
    configuration.setUriCompliance(UriCompliance.DEFAULT.with("meseta", AMBIGUOUS_EMPTY_SEGMENT));
    configuration.setRequestHeaderSize(HEADER_BYTES);
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(true);
    return configuration;
  }

  /** Has the kernel find out about clients that vanished without a word. */
  private static final class KeepAliveConnector extends ServerConnector {
    KeepAliveConnector(Server server, HttpConnectionFactory http) {
      super(server, 1, 1, http);
    }

    @Override
    protected void configure(Socket socket) {
      super.configure(socket);
      try {
        socket.setKeepAlive(true);
      } catch (SocketException e) {
        LOG.debug("No keep-alive for {}", socket, e);
      }
    }
  }
}
