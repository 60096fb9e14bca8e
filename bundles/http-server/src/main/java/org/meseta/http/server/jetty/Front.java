package org.meseta.http.server.jetty;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Where Jetty hands over requests. */
final class Front extends Handler.Abstract {
  private final Host host;

  Front(Host host) {
    this.host = host;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    new Exchange(host, request, new Answering(host, request, response, callback)).start();
    return true;
  }
}
