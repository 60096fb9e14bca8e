package org.meseta.itests.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** Gets an address again and again, and throws the body away once it has come whole. */
final class Poller {
  private final Bench bench;
  private final HttpClient client;
  private final HttpRequest request;
  private final Duration rest;
  private final List<Double> millis = new ArrayList<>();
  private final CompletableFuture<List<Double>> done = new CompletableFuture<>();
  private long bytes;
  private volatile boolean enough;

  /**
   * Asks for nothing yet.
   *
   * @param rest between an answer and the next request
   */
  Poller(Bench bench, HttpClient client, String path, Duration rest) {
    this.bench = bench;
    this.client = client;
    this.rest = rest;
    URI address = bench.master().resolve(path);
    this.request = HttpRequest.newBuilder(address).timeout(bench.timeout()).build();
  }

  Poller start() {
    next();
    return this;
  }

  /** After the answer that is awaited; completes with the milliseconds of each. */
  CompletionStage<List<Double>> stop() {
    enough = true;
    return done;
  }

  /** Length of the last body. */
  synchronized long bytes() {
    return bytes;
  }

  synchronized int answers() {
    return millis.size();
  }

  private void next() {
    long start = bench.now();
    AtomicLong length = new AtomicLong();
    CompletionStage<HttpResponse<Void>> answered =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.ofByteArrayConsumer(
                part -> part.ifPresent(p -> length.addAndGet(p.length))));
    answered.whenComplete(
        (answer, failure) -> {
          if (failure != null) {
            done.completeExceptionally(failure);
          } else if (answer.statusCode() != 200) {
            done.completeExceptionally(
                new IOException(request.uri() + " answered " + answer.statusCode()));
          } else {
            answered((bench.now() - start) / 1e6, length.get());
          }
        });
  }

  private synchronized void answered(double took, long length) {
    millis.add(took);
    bytes = length;
    if (enough) {
      done.complete(List.copyOf(millis));
    } else if (rest.isZero()) {
      next();
    } else {
      bench.runtime().timers().schedule(rest, this::next);
    }
  }
}
