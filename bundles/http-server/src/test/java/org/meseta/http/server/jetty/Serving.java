package org.meseta.http.server.jetty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpRequest;
import org.meseta.http.server.HttpServer;
import org.meseta.http.server.HttpServer.RouteOptions;
import org.meseta.http.server.HttpServers.Options;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Timers;
import org.meseta.runtime.SystemRuntime;

/** A server on a free port of loopback, for one test. */
final class Serving implements AfterEachCallback, AutoCloseable {
  final SystemRuntime runtime;
  final Bounds bounds;
  final HttpServer server;

  Serving() {
    this(Bounds.of(1L << 30));
  }

  Serving(Bounds bounds) {
    this(bounds, 1);
  }

  /**
   * @param haste time goes so many times faster
   */
  Serving(Bounds bounds, int haste) {
    this.runtime =
        new SystemRuntime() {
          @Override
          public Timers timers() {
            return (delay, task) -> super.timers().schedule(delay.dividedBy(haste), task);
          }

          @Override
          public Clock clock() {
            return new Clock() {
              @Override
              public Instant now() {
                return Instant.EPOCH.plusNanos(nanoTime());
              }

              @Override
              public long nanoTime() {
                return haste * System.nanoTime();
              }
            };
          }
        };
    this.bounds = bounds;
    try {
      server = new JettyServers(runtime, bounds).open(new Options("test", "127.0.0.1", 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    server.close();
    runtime.close();
  }

  int port() {
    return server.port();
  }

  AutoCloseable route(String path, Function<HttpRequest, HttpAnswer> handler) {
    return server.route(
        path,
        new RouteOptions("test", 10_000),
        request -> CompletableFuture.completedStage(handler.apply(request)));
  }
}
