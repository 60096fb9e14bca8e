package org.meseta.http.client;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls one after the other, so that none overtakes another: a kill must not arrive before
 * the launch. A call that fails does not stop those behind it.
 */
final class CallQueue {
  private static final int MAX_WAITING = 10_000;

  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private boolean busy;

  private record Waiting(
      Supplier<CompletionStage<Void>> call, CompletableFuture<@Nullable Void> done) {}

  CompletionStage<@Nullable Void> add(Supplier<CompletionStage<Void>> call) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    synchronized (this) {
      if (waiting.size() >= MAX_WAITING) {
        return CompletableFuture.failedFuture(
            new WebException(MAX_WAITING + " calls wait already"));
      }
      waiting.add(new Waiting(call, done));
    }
    pump();
    return done;
  }

  private void pump() {
    for (Waiting next = next(); next != null; next = next()) {
      CompletableFuture<Void> sent = next.call.get().toCompletableFuture();
      Waiting current = next;
      if (!sent.isDone()) {
        Later.then(
            sent,
            (done, failure) -> {
              settle(current, failure);
              pump();
            });
        return;
      }
      Later.then(sent, (done, failure) -> settle(current, failure));
    }
  }

  private synchronized @Nullable Waiting next() {
    if (busy) {
      return null;
    }
    Waiting next = waiting.poll();
    busy = next != null;
    return next;
  }

  private void settle(Waiting call, @Nullable Throwable failure) {
    synchronized (this) {
      busy = false;
    }
    if (failure == null) {
      call.done.complete(null);
    } else {
      call.done.completeExceptionally(Failures.cause(failure));
    }
  }
}
