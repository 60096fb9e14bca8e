package org.meseta.http.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Timers;

/**
 * The client of one process: its connections and the few threads they share. Usable from any
 * thread; nothing here blocks. Redirects are not followed.
 */
public final class WebClient {
  /** For opening a connection; a request has its own, longer timeout. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient http;
  private final Timers timers;

  /** A client with threads of its own, made when needed and daemons all. */
  public WebClient(Timers timers) {
    this(timers, null);
  }

  /**
   * A client on somebody's threads.
   *
   * @param executor must run several things at once
   */
  public WebClient(Timers timers, @Nullable Executor executor) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT);
    if (executor != null) {
      builder.executor(executor);
    }
    this.http = builder.build();
    this.timers = timers;
  }

  /** Dials channels over this client's threads. */
  public WebSocketDialer dialer() {
    return new WebSocketDialer(http, timers);
  }

  /**
   * GET.
   *
   * @return the answer, whatever its status; fails with {@link WebException} when there is none in
   *     time or it is too long
   */
  public CompletionStage<WebAnswer> get(URI address, Map<String, String> headers, Bounds bounds) {
    return send(request(address, headers).GET().build(), bounds);
  }

  /** POST; see {@link #get}. */
  public CompletionStage<WebAnswer> post(
      URI address, Map<String, String> headers, byte[] body, Bounds bounds) {
    return send(request(address, headers).POST(BodyPublishers.ofByteArray(body)).build(), bounds);
  }

  static HttpRequest.Builder request(URI address, Map<String, String> headers) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(address);
    headers.forEach(builder::setHeader);
    return builder;
  }

  HttpClient http() {
    return http;
  }

  Timers timers() {
    return timers;
  }

  private CompletionStage<WebAnswer> send(HttpRequest request, Bounds bounds) {
    CompletableFuture<WebAnswer> answer = new CompletableFuture<>();
    var exchange = http.sendAsync(request, info -> new BoundedBody(bounds.maxBodyBytes()));
    Timers.Timer timer =
        timers.schedule(
            bounds.timeout(),
            () -> {
              answer.completeExceptionally(new WebException(request.uri() + ": timed out"));
              exchange.cancel(true);
            });
    Later.then(
        exchange,
        (response, failure) -> {
          timer.cancel();
          if (failure != null) {
            answer.completeExceptionally(
                new WebException(request.uri() + ": " + Failures.text(failure)));
          } else {
            answer.complete(
                new WebAnswer(response.statusCode(), response.headers(), response.body()));
          }
        });
    return answer;
  }

  /**
   * What one exchange may cost.
   *
   * @param timeout for the whole of it
   * @param maxBodyBytes of the answer's body
   */
  public record Bounds(Duration timeout, int maxBodyBytes) {
    /** 10 s and 64 MiB. */
    public static final Bounds DEFAULT = new Bounds(Duration.ofSeconds(10), 64 << 20);

    /** Checks the bounds. */
    public Bounds {
      if (timeout.isNegative() || timeout.isZero() || maxBodyBytes < 0) {
        throw new IllegalArgumentException("no such bounds: " + timeout + ", " + maxBodyBytes);
      }
    }
  }
}
