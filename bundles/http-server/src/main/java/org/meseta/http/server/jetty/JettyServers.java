package org.meseta.http.server.jetty;

import java.io.IOException;
import org.meseta.http.server.HttpServer;
import org.meseta.http.server.HttpServers;
import org.meseta.runtime.Runtime;

/** Opens servers that run on Jetty. */
public class JettyServers implements HttpServers {
  private final Runtime runtime;
  private final Bounds bounds;

  /** All its servers share an eighth of the heap for requests, and as much for answers. */
  public JettyServers(Runtime runtime) {
    this(runtime, Bounds.of(java.lang.Runtime.getRuntime().maxMemory()));
  }

  JettyServers(Runtime runtime, Bounds bounds) {
    this.runtime = runtime;
    this.bounds = bounds;
  }

  @Override
  public HttpServer open(Options options) throws IOException {
    return new JettyServer(options, runtime, bounds);
  }
}
