package org.meseta.http.server.jetty;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpServer.RouteOptions;

/** Finds the longest route that a path starts with. */
final class Routes {
  private final Map<String, Route> routes = new ConcurrentHashMap<>();

  AutoCloseable add(String path, RouteOptions options, HttpHandler handler) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("a route starts with a slash: '" + path + "'");
    }
    String key = normal(path);
    Route route = new Route(options, handler);
    if (routes.putIfAbsent(key, route) != null) {
      throw new IllegalStateException("there is a route already for " + path);
    }
    return () -> routes.remove(key, route);
  }

  /**
   * @param path normal, see {@link #normal}
   */
  @Nullable Match match(String path) {
    int end = path.length();
    while (end >= 0) {
      Route route = routes.get(path.substring(0, end));
      if (route != null) {
        return new Match(route, path.substring(end));
      }
      end = path.lastIndexOf('/', end - 1);
    }
    return null;
  }

  /** Without empty segments and without a slash at the end; the root is empty. */
  static String normal(String path) {
    String single = path.contains("//") ? path.replaceAll("/+", "/") : path;
    return single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
  }

  /** What answers, and how it is treated. */
  record Route(RouteOptions options, HttpHandler handler) {}

  /** A route and what of the path it did not match. */
  record Match(Route route, String rest) {}
}
