package org.meseta.http.server.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.http.server.Authenticator;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpFailure;
import org.meseta.http.server.HttpRequest;
import org.meseta.http.server.HttpServer;
import org.meseta.http.server.HttpServer.RouteOptions;
import org.meseta.http.server.HttpServers.Options;
import org.meseta.plugin.authorizer.Principal;

@Timeout(60)
class JettyServerTest {
  @RegisterExtension final Serving serving = new Serving();
  private final HttpClient client = HttpClient.newHttpClient();

  @ParameterizedTest
  @CsvSource({
    "/api/v1,api",
    "/api/v1/,api",
    "/api/v1/operator,api/operator",
    "/api/v1/scheduler,scheduler",
    "/api/v1/scheduler/x/y,scheduler/x/y",
    "/api/v10,404 Not Found.",
    "/api,404 Not Found.",
    "//api//v1//operator/,api/operator",
    "http://elsewhere:1/api/v1,api",
    "/api/v1?x=/api/v1/scheduler,api",
    "/slave(1)/state,agent/state",
    "/slave%281%29/state,agent/state",
    "/api/./v1/x/../operator,api/operator"
  })
  void theLongestRouteAnswers(String target, String expected) throws Exception {
    serving.route("/api/v1", r -> HttpAnswer.text(200, "api" + r.rest() + "."));
    serving.route("/api/v1/scheduler", r -> HttpAnswer.text(200, "scheduler" + r.rest() + "."));
    serving.route("/slave(1)", r -> HttpAnswer.text(200, "agent" + r.rest() + "."));
    String body = Wire.get(serving.port(), target).split("\r\n\r\n", -1)[1];
    assertThat(body).isEqualTo(expected.endsWith(".") ? expected : expected + ".");
  }

  @Test
  void theRootRouteGetsWhatNobodyElseTakes() throws Exception {
    AutoCloseable root = serving.route("/", r -> HttpAnswer.text(200, "root " + r.path()));
    assertThat(Wire.get(serving.port(), "/")).endsWith("root /");
    assertThat(Wire.get(serving.port(), "/a/b/")).endsWith("root /a/b");
    assertThatThrownBy(() -> serving.route("/", r -> HttpAnswer.empty(200)))
        .isInstanceOf(IllegalStateException.class);
    root.close();
    assertThat(Wire.get(serving.port(), "/")).startsWith("HTTP/1.1 404");
  }

  @Test
  void anUnknownPathIsAnsweredAsMesosDoes() throws Exception {
    String answer = Wire.get(serving.port(), "/nope");
    assertThat(answer)
        .startsWith("HTTP/1.1 404 Not Found\r\n")
        .contains("\r\nContent-Type: text/plain; charset=utf-8\r\n")
        .contains("\r\nContent-Length: 14\r\n")
        .contains("\r\nDate: ")
        .doesNotContain("Server:")
        .endsWith("\r\n\r\n404 Not Found.");
  }

  @Test
  void anEmptyAnswerHasALengthOfZero() throws Exception {
    serving.route("/health", r -> HttpAnswer.empty(200));
    String answer = Wire.get(serving.port(), "/health");
    assertThat(answer).contains("\r\nContent-Length: 0\r\n").doesNotContain("Content-Type");
  }

  @Test
  void headIsGetWithoutTheBody() throws Exception {
    serving.route("/state", r -> HttpAnswer.text(200, r.method()));
    String answer =
        Wire.exchange(
            serving.port(), "HEAD /state HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(answer).contains("Content-Length: 3\r\n").endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a%2e%2e/%2e%2e/etc", "/x/%2F/y", "/../etc/passwd", "/%zz", "/%00"})
  void aPathThatMeansTwoThingsIsRefused(String target) throws Exception {
    serving.route("/", r -> HttpAnswer.text(200, "root"));
    assertThat(Wire.get(serving.port(), target))
        .startsWith("HTTP/1.1 400")
        .contains("text/plain")
        .doesNotContain("<html");
  }

  @Test
  void aHandlerThatFailsIsAnsweredWithoutTellingWhy() throws Exception {
    serving.route(
        "/throws",
        r -> {
          throw new IllegalStateException("secret");
        });
    serving.route(
        "/refuses",
        r -> {
          throw new HttpFailure(409, "Not now.");
        });
    serving.server.route(
        "/fails",
        new RouteOptions("test", 10),
        r -> CompletableFuture.failedStage(new HttpFailure(403, "403 Forbidden.")));
    assertThat(Wire.get(serving.port(), "/throws"))
        .startsWith("HTTP/1.1 500")
        .doesNotContain("secret");
    assertThat(Wire.get(serving.port(), "/refuses"))
        .startsWith("HTTP/1.1 409")
        .endsWith("\r\n\r\nNot now.");
    assertThat(Wire.get(serving.port(), "/fails"))
        .startsWith("HTTP/1.1 403")
        .endsWith("403 Forbidden.");
  }

  @Test
  void bodiesAreBoundedWhetherTheyTellTheirLengthOrNot() throws Exception {
    serving.route("/echo", r -> HttpAnswer.bytes(200, "x/y", r.body()));
    assertThat(post("/echo", "a".repeat(10_000), false).body()).hasSize(10_000);
    assertThat(post("/echo", "a".repeat(10_000), true).body()).hasSize(10_000);
    assertThat(post("/echo", "a".repeat(10_001), false).statusCode()).isEqualTo(413);
    assertThat(post("/echo", "a".repeat(10_001), true).statusCode()).isEqualTo(413);
  }

  @Test
  void compressedBodiesAreExpandedWithinTheBound() throws Exception {
    serving.route("/echo", r -> HttpAnswer.bytes(200, "x/y", r.body()));
    assertThat(packed("gzip", Gzip.compress("a".repeat(10_000).getBytes(UTF_8))).body())
        .hasSize(10_000);
    assertThat(packed("gzip", Gzip.compress(new byte[10_001])).statusCode()).isEqualTo(413);
    assertThat(packed("gzip", new byte[] {1, 2, 3}).statusCode()).isEqualTo(400);
    assertThat(packed("br", new byte[] {1, 2, 3}).statusCode()).isEqualTo(415);
  }

  @Test
  void aBodyInPiecesHoldsNoThread() throws Exception {
    serving.route("/echo", r -> HttpAnswer.bytes(200, "x/y", r.body()));
    List<Wire> wires = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      wires.add(
          new Wire(serving.port())
              .send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nabc"));
    }
    assertThat(post("/echo", "quick", false).body()).isEqualTo("quick");
    for (Wire wire : wires) {
      wire.send("def").until("abcdef");
      wire.close();
    }
  }

  @Test
  void aBodyThatDoesNotArriveIsGivenUp() throws Exception {
    try (Serving hasty = new Serving(Bounds.of(1 << 30), 200)) {
      hasty.route("/late", r -> HttpAnswer.empty(200));
      String started = "POST /late HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nabc";
      assertThat(Wire.exchange(hasty.port(), started))
          .startsWith("HTTP/1.1 408")
          .contains("Connection: close\r\n");
    }
  }

  @Test
  void anAnswerMayComeMuchLaterFromAnotherThread() throws Exception {
    CompletableFuture<HttpAnswer> later = new CompletableFuture<>();
    serving.server.route("/wait", new RouteOptions("test", 10), r -> later);
    try (Wire wire = new Wire(serving.port())) {
      wire.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(Wire.get(serving.port(), "/nope")).startsWith("HTTP/1.1 404");
      serving.runtime.loop("other").execute(() -> later.complete(HttpAnswer.text(200, "done.")));
      assertThat(wire.until("done.")).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void longAnswersAreCompressedForThoseWhoCanReadThat() throws Exception {
    String text = "state ".repeat(1000);
    serving.route("/whole", r -> HttpAnswer.text(200, text));
    serving.route("/short", r -> HttpAnswer.text(200, "short"));
    serving.route(
        "/written",
        r -> new HttpAnswer.Written(200, Map.of(), out -> out.write(text.getBytes(UTF_8))));
    for (String path : List.of("/whole", "/written")) {
      HttpResponse<byte[]> answer = gzip(path, "deflate, gzip;q=0.5");
      assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
      assertThat(answer.body()).hasSizeLessThan(500);
      assertThat(unzip(answer.body())).isEqualTo(text);
      assertThat(gzip(path, "gzip;q=0").body()).hasSize(text.length());
    }
    assertThat(gzip("/short", "gzip").headers().firstValue("Content-Encoding")).isEmpty();
  }

  @Test
  void slowReadersOfLargeBodiesDoNotKeepOthersWaiting() throws Exception {
    byte[] block = new byte[1 << 20];
    // There are as many writers.
    CountDownLatch writing = new CountDownLatch(Runtime.getRuntime().availableProcessors());
    serving.route(
        "/big",
        r ->
            new HttpAnswer.Written(
                200,
                Map.of(),
                out -> {
                  writing.countDown();
                  for (int i = 0; i < 64; i++) {
                    out.write(block);
                  }
                }));
    serving.route("/health", r -> HttpAnswer.empty(200));
    List<Wire> readers = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      readers.add(new Wire(serving.port()).send("GET /big HTTP/1.1\r\nHost: x\r\n\r\n"));
    }
    assertThat(writing.await(20, TimeUnit.SECONDS)).isTrue();
    long begin = serving.runtime.clock().nanoTime();
    for (int i = 0; i < 20; i++) {
      assertThat(Wire.get(serving.port(), "/health")).startsWith("HTTP/1.1 200");
    }
    assertThat(serving.runtime.clock().nanoTime() - begin).isLessThan(10_000_000_000L);
    for (Wire reader : readers) {
      reader.close();
    }
    assertThat(Wire.get(serving.port(), "/big").length()).isGreaterThan(64 << 20);
  }

  @Test
  void aWriterThatFailsLateCutsTheBodyShort() throws Exception {
    serving.route(
        "/cut",
        r ->
            new HttpAnswer.Written(
                200,
                Map.of(),
                out -> {
                  out.write(new byte[100_000]);
                  throw new IOException("disk gone");
                }));
    serving.route(
        "/early",
        r ->
            new HttpAnswer.Written(
                200,
                Map.of(),
                out -> {
                  throw new IOException("disk gone");
                }));
    assertThat(Wire.get(serving.port(), "/cut")).doesNotContain("\r\n0\r\n\r\n");
    assertThat(Wire.get(serving.port(), "/early"))
        .startsWith("HTTP/1.1 500")
        .doesNotContain("disk gone");
  }

  @Test
  void showsHandlersWhatWasAsked() throws Exception {
    CompletableFuture<HttpRequest> seen = new CompletableFuture<>();
    serving.route(
        "/form",
        r -> {
          seen.complete(r);
          return HttpAnswer.empty(200);
        });
    Wire.exchange(
        serving.port(),
        "POST /form/x?path=%2Fa+b&path=2&flag HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            + "Accept: a/b, c/d\r\naccept: e/f\r\nContent-Length: 12\r\n\r\na=1&b=%C3%A9");
    HttpRequest request = seen.get(5, TimeUnit.SECONDS);
    assertThat(request.query("path")).contains("/a b");
    assertThat(request.query("flag")).contains("");
    assertThat(request.query("none")).isEmpty();
    assertThat(request.headers("ACCEPT")).containsExactly("a/b", "c/d", "e/f");
    assertThat(request.header("aCCept")).contains("a/b, c/d");
    assertThat(request.form()).containsExactly(Map.entry("a", "1"), Map.entry("b", "\u00e9"));
    assertThat(request.principal()).isEqualTo(Principal.ANONYMOUS);
    assertThat(request.remoteAddress()).startsWith("127.0.0.1:");
    assertThat(request.secure()).isFalse();
  }

  @Test
  void contradictoryHeadersAreRefused() throws Exception {
    serving.route("/x", r -> HttpAnswer.empty(200));
    String twice = "GET /x HTTP/1.1\r\nHost: x\r\nContent-Type: a/b\r\nContent-Type: c/d\r\n\r\n";
    try (Wire wire = new Wire(serving.port())) {
      assertThat(wire.send(twice).until("more than once.")).startsWith("HTTP/1.1 400");
    }
    String lengths =
        "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab";
    assertThat(Wire.exchange(serving.port(), lengths)).startsWith("HTTP/1.1 400");
    String long32 = "GET /x HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(40_000) + "\r\n\r\n";
    assertThat(Wire.exchange(serving.port(), long32)).startsWith("HTTP/1.1 431");
  }

  @Test
  void anAuthenticatorDecidesBeforeTheBodyIsRead() throws Exception {
    Authenticator basic =
        (realm, request) ->
            CompletableFuture.supplyAsync(
                () ->
                    request
                        .header("Authorization")
                        .<Authenticator.Outcome>map(
                            a -> new Authenticator.Known(Principal.named(a)))
                        .orElseGet(
                            () ->
                                new Authenticator.Refused(
                                    HttpAnswer.text(401, "401 Unauthorized.")
                                        .with("WWW-Authenticate", "Basic realm=\"" + realm))));
    try (HttpServer server =
        new JettyServers(serving.runtime).open(new Options("auth", "127.0.0.1", 0, basic))) {
      server.route(
          "/who",
          new RouteOptions("readonly", 10),
          r ->
              CompletableFuture.completedStage(
                  HttpAnswer.text(200, r.principal().value().orElse("nobody"))));
      assertThat(Wire.get(server.port(), "/who"))
          .startsWith("HTTP/1.1 401")
          .contains("WWW-Authenticate: Basic realm=\"readonly");
      String known =
          "GET /who HTTP/1.1\r\nHost: x\r\nAuthorization: me\r\nConnection: close\r\n\r\n";
      assertThat(Wire.exchange(server.port(), known)).endsWith("\r\n\r\nme");
    }
  }

  @Test
  void nobodyIsAskedWhoHeIsOnAnOpenRoute() throws Exception {
    Authenticator strict =
        (realm, request) ->
            CompletableFuture.completedStage(
                new Authenticator.Refused(HttpAnswer.text(401, "401 Unauthorized.")));
    try (HttpServer server =
        new JettyServers(serving.runtime).open(new Options("auth", "127.0.0.1", 0, strict))) {
      server.route(
          "/health",
          RouteOptions.OPEN,
          r -> CompletableFuture.completedStage(HttpAnswer.text(200, r.principal().toString())));
      assertThat(Wire.get(server.port(), "/health"))
          .startsWith("HTTP/1.1 200")
          .endsWith("\r\n\r\n" + Principal.ANONYMOUS);
    }
  }

  @Test
  void aBodyInBadChunksIsTheClientsFault() throws Exception {
    serving.route("/x", r -> HttpAnswer.empty(200));
    String bad =
        "POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n";
    assertThat(Wire.exchange(serving.port(), bad)).startsWith("HTTP/1.1 400");
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    Options taken = new Options("second", "127.0.0.1", serving.port());
    assertThatThrownBy(() -> new JettyServers(serving.runtime).open(taken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + serving.port());
  }

  private HttpResponse<String> post(String path, String body, boolean chunked) throws Exception {
    return client.send(
        java.net.http.HttpRequest.newBuilder(uri(path))
            .POST(
                chunked
                    ? BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(UTF_8)))
                    : BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> packed(String encoding, byte[] body) throws Exception {
    return client.send(
        java.net.http.HttpRequest.newBuilder(uri("/echo"))
            .header("Content-Encoding", encoding)
            .POST(BodyPublishers.ofByteArray(body))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<byte[]> gzip(String path, String accept) throws Exception {
    return client.send(
        java.net.http.HttpRequest.newBuilder(uri(path)).header("Accept-Encoding", accept).build(),
        BodyHandlers.ofByteArray());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + serving.port() + path);
  }

  private static String unzip(byte[] bytes) throws IOException {
    return new String(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), UTF_8);
  }
}
