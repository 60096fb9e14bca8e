package org.meseta.http.server;

import java.io.IOException;

/** Opens servers; an OSGi service. A daemon opens one for its port. */
public interface HttpServers {

  /**
   * Opens a server that has no routes yet: it answers everything with 404.
   *
   * @throws IOException if it cannot listen there; the text names the address and the port
   */
  HttpServer open(Options options) throws IOException;

  /**
   * How a server is set up.
   *
   * @param name for threads and logs, for example {@code master}
   * @param address numeric address or name of the interface; {@code 0.0.0.0} is all of them
   * @param port 0 to 65535; 0 means one that is free
   * @param authenticator asked for each request
   */
  record Options(String name, String address, int port, Authenticator authenticator) {

    /** With an authenticator that takes everybody for {@code ANONYMOUS}. */
    public Options(String name, String address, int port) {
      this(name, address, port, Authenticator.NOBODY);
    }
  }
}
