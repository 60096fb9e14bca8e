package org.meseta.http.server.jetty;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Where Jetty hands over requests. */
final class Front extends Handler.Abstract {
  private final Host host;
  private final Heads heads;

  Front(Host host, Heads heads) {
    this.host = host;
    this.heads = heads;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Callback answered = heads.come(request, callback);
    new Exchange(host, request, new Answering(host, request, response, answered)).start();
    return true;
  }
}
