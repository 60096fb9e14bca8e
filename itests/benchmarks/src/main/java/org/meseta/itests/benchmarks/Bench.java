package org.meseta.itests.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.meseta.http.client.WebClient;
import org.meseta.runtime.SystemRuntime;

/**
 * What every benchmark has at hand.
 *
 * @param reactor where simulated agents and schedulers live
 * @param master its root
 * @param timeout after which what is waited for counts as failed
 */
record Bench(
    SystemRuntime runtime, WebClient client, Reactor reactor, URI master, Duration timeout) {

  /** Waits, on the benchmark's own thread. */
  <T> T await(CompletionStage<T> stage) throws InterruptedException {
    try {
      return stage.toCompletableFuture().get(timeout.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(String.valueOf(e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("not done within " + timeout.toSeconds() + " s", e);
    }
  }

  /** Lets time pass, on the benchmark's own thread. */
  void pause(Duration length) throws InterruptedException {
    CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    runtime.timers().schedule(length, () -> over.complete(null));
    await(over);
  }

  double secondsSince(long nanos) {
    return (now() - nanos) / 1e9;
  }

  long now() {
    return runtime.clock().nanoTime();
  }

  /** For people who watch. */
  static void say(String text) {
    System.err.println(text);
  }
}
