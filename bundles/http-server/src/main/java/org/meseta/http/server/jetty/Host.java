package org.meseta.http.server.jetty;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.meseta.http.server.Authenticator;
import org.meseta.http.server.HttpRequest;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Timers;

/**
 * What the exchanges of one server share.
 *
 * @param pool the server's threads
 * @param writers where large bodies are made and files are read
 * @param bounds how much memory requests and answers may take
 */
record Host(
    Routes routes,
    Authenticator authenticator,
    Channels channels,
    Executor pool,
    Blocking writers,
    Timers timers,
    Clock clock,
    Bounds bounds) {

  /** Who sent a request to a route of this realm. */
  CompletionStage<Authenticator.Outcome> authenticate(String realm, HttpRequest request) {
    return realm.isEmpty()
        ? Authenticator.NOBODY.authenticate(realm, request)
        : authenticator.authenticate(realm, request);
  }

  /**
   * Goes on with {@code next} when the stage completes: here if it has, else on the server's
   * threads, for whoever completes it (a loop) has other things to do.
   */
  <T> void then(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> next) {
    CompletableFuture<T> future = stage.toCompletableFuture();
    CompletableFuture<T> unused =
        future.isDone() ? future.whenComplete(next) : future.whenCompleteAsync(next, pool);
  }
}
