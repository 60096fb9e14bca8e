package org.meseta.http.server.jetty;

import java.io.IOException;
import org.meseta.http.server.HttpServer;
import org.meseta.http.server.HttpServers;
import org.meseta.runtime.Runtime;

/** Opens servers that run on Jetty. */
public class JettyServers implements HttpServers {
  private final Runtime runtime;

  public JettyServers(Runtime runtime) {
    this.runtime = runtime;
  }

  @Override
  public HttpServer open(Options options) throws IOException {
    return new JettyServer(options, runtime);
  }
}
