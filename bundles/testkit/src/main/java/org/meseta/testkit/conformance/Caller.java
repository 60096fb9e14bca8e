package org.meseta.testkit.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Asks a daemon on loopback, and waits for its answer. */
public final class Caller {
  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;

  /** Asks at this port. */
  public Caller(int port) {
    this.port = port;
  }

  /** Address of a target. */
  public URI uri(String target) {
    return URI.create("http://127.0.0.1:" + port + target);
  }

  /** GET. */
  public HttpResponse<String> get(String target) throws IOException, InterruptedException {
    return send("GET", target, Map.of(), "");
  }

  /** POST of JSON. */
  public HttpResponse<String> post(String target, String json)
      throws IOException, InterruptedException {
    return send("POST", target, Map.of("Content-Type", "application/json"), json);
  }

  /**
   * Anything.
   *
   * @param body empty if there is none
   */
  public HttpResponse<String> send(
      String method, String target, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(target))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }
}
