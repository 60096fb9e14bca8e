package org.meseta.http.server.jetty;

import java.io.IOException;
import org.meseta.http.server.HttpServer;
import org.meseta.http.server.HttpServers;
import org.meseta.runtime.Runtime;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Opens servers that run on Jetty. */
@Component(service = HttpServers.class)
public final class JettyServers implements HttpServers {
  private final Runtime runtime;

  @Activate
  public JettyServers(@Reference Runtime runtime) {
    this.runtime = runtime;
  }

  @Override
  public HttpServer open(Options options) throws IOException {
    return new JettyServer(options, runtime);
  }
}
