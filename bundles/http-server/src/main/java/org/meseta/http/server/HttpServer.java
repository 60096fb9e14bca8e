package org.meseta.http.server;

import org.meseta.plugin.authorizer.Principal;

/** A server with its port. */
public interface HttpServer extends AutoCloseable {

  /**
   * Adds a route. A request goes to the longest route that its path starts with, at a slash or the
   * end; a trailing slash does not matter.
   *
   * @param path starts with a slash, for example {@code /api/v1}
   * @return takes the route away again
   * @throws IllegalStateException if there is such a route already
   */
  AutoCloseable route(String path, RouteOptions options, HttpHandler handler);

  /** The port it listens on; never 0. */
  int port();

  /** Stops listening and closes every connection. */
  @Override
  void close();

  /**
   * How a route is treated.
   *
   * @param realm in which principals are authenticated, for example {@code mesos-master-readonly};
   *     empty: everybody is served as {@link Principal#ANONYMOUS}, whoever he says he is
   * @param maxBodyBytes a longer body is answered with 413; so is one that takes more than a
   *     sixteenth of the heap. Bodies that all requests together have no room for are answered with
   *     503
   */
  record RouteOptions(String realm, int maxBodyBytes) {
    /** For what a prober or a lost client asks: nobody has to say who he is. */
    public static final RouteOptions OPEN = new RouteOptions("", 64 << 10);
  }
}
