package org.meseta.http.server.osgi;

import org.meseta.http.server.HttpServers;
import org.meseta.http.server.jetty.JettyServers;
import org.meseta.runtime.Runtime;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Opens servers for the process's edges. */
@Component(service = HttpServers.class)
public final class HttpServersService extends JettyServers {

  @Activate
  public HttpServersService(@Reference Runtime runtime) {
    super(runtime);
  }
}
