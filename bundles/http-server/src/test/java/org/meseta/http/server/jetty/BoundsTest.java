package org.meseta.http.server.jetty;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.meseta.http.server.EventStream;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpServer.RouteOptions;

/** What clients may make a server hold in memory. */
@Timeout(60)
class BoundsTest {
  private static final int BUDGET = 120_000;

  @RegisterExtension
  final Serving serving = new Serving(new Bounds(new Budget(BUDGET), new Budget(BUDGET), 6));

  private final BlockingQueue<CompletableFuture<HttpAnswer>> waiting = new LinkedBlockingQueue<>();

  @BeforeEach
  void route() {
    serving.server.route(
        "/wait",
        new RouteOptions("test", 1 << 20),
        request -> {
          CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
          waiting.add(answer);
          return answer;
        });
  }

  @Test
  void aSmallHeapMeansSmallBounds() {
    Bounds agent = Bounds.of(128 << 20);
    assertThat(agent.requests().most()).isEqualTo(16 << 20);
    assertThat(agent.answers().most()).isEqualTo(16 << 20);
    assertThat(agent.maxBody(16 << 20)).isEqualTo(8 << 20);
    assertThat(agent.connections()).isEqualTo(2048);
    assertThat(Bounds.of(1 << 30).connections()).isEqualTo(16_384);
    assertThat(Bounds.of(1).connections()).isEqualTo(512);
  }

  @Test
  void bodiesThatDoNotFitTogetherAreRefusedUntilOneIsAnswered() throws Exception {
    try (Wire first = post(50_000, "a".repeat(50_000))) {
      CompletableFuture<HttpAnswer> one = handled();
      Wire second = post(50_000, "a".repeat(50_000));
      assertThat(handled()).isNotDone();
      assertThat(serving.bounds.requests().taken()).isEqualTo(100_000);

      try (Wire third = post(50_000, "a".repeat(50_000))) {
        assertThat(third.until("later.")).startsWith("HTTP/1.1 503").contains("Connection: close");
      }
      one.complete(HttpAnswer.empty(200));
      assertThat(first.until("\r\n\r\n")).startsWith("HTTP/1.1 200");
      try (Wire fourth = post(50_000, "a".repeat(50_000))) {
        handled().complete(HttpAnswer.empty(200));
        assertThat(fourth.until("\r\n\r\n")).startsWith("HTTP/1.1 200");
      }
      second.close();
    }
  }

  @Test
  void unfinishedBodiesCountAsFarAsTheyCame() throws Exception {
    Wire first = post(50_000, "a".repeat(49_999));
    await().until(() -> serving.bounds.requests().taken() == 50_000);
    try (Wire second = post(50_000, "a".repeat(50_000))) {
      CompletableFuture<HttpAnswer> answer = handled();
      try (Wire third = post(50_000, "a".repeat(50_000))) {
        assertThat(third.until("later.")).startsWith("HTTP/1.1 503");
      }
      first.close();
      await().until(() -> serving.bounds.requests().taken() == 50_000);
      answer.completeExceptionally(new IllegalStateException("broken"));
      assertThat(second.until("\r\n\r\n")).startsWith("HTTP/1.1 500");
      assertThat(serving.bounds.requests().taken()).isZero();
    }
  }

  @Test
  void aBodyThatIsTooLargeByItselfIsToldSo() throws Exception {
    try (Wire wire = post(60_001, "")) {
      assertThat(wire.until(" bytes.")).startsWith("HTTP/1.1 413").contains("60000");
    }
    assertThat(serving.bounds.requests().taken()).isZero();
  }

  @Test
  void whatComesOutOfAGzipCounts() throws Exception {
    byte[] packed = Gzip.compress(new byte[20_000]);
    List<Wire> wires = new ArrayList<>();
    for (int taken = 20_000; taken <= 80_000; taken += 20_000) {
      wires.add(gzip(packed));
      assertThat(handled()).isNotDone();
      assertThat(serving.bounds.requests().taken()).isEqualTo(taken);
    }
    try (Wire last = gzip(packed)) {
      assertThat(last.until("later.")).startsWith("HTTP/1.1 503");
    }
    for (Wire wire : wires) {
      wire.close();
    }
  }

  @Test
  void moreConnectionsHaveToWaitUntilOneEnds() throws Exception {
    BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    serving.route("/stream", r -> new HttpAnswer.Stream(Map.of(), new Ended(ended)));
    serving.route("/health", r -> HttpAnswer.empty(200));
    List<Wire> wires = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      wires.add(new Wire(serving.port()));
      wires.get(i).send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n").until("\r\n\r\n");
    }
    try (Wire late = new Wire(serving.port())) {
      late.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
      late.socket.setSoTimeout(500);
      assertThatThrownBy(late::some).isInstanceOf(SocketTimeoutException.class);
      assertThat(ended).isEmpty(); // those that are open go on

      wires.get(3).close();
      late.socket.setSoTimeout(20_000);
      assertThat(late.until("\r\n\r\n")).startsWith("HTTP/1.1 200");
    }
    for (Wire wire : wires) {
      wire.close();
    }
  }

  private record Ended(BlockingQueue<String> reasons) implements HttpAnswer.StreamListener {
    @Override
    public void opened(EventStream stream) {}

    @Override
    public void closed(String reason) {
      reasons.add(reason);
    }
  }

  @Test
  void aGzipOfManyEmptyPartsIsRefused() throws Exception {
    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    while (parts.size() < 45_000) {
      parts.writeBytes(Gzip.compress(new byte[0]));
    }
    try (Wire wire = gzip(parts.toByteArray())) {
      assertThat(wire.until("empty parts")).startsWith("HTTP/1.1 400");
    }
  }

  private CompletableFuture<HttpAnswer> handled() throws InterruptedException {
    CompletableFuture<HttpAnswer> next = waiting.poll(10, SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  private Wire post(int length, String body) throws IOException {
    return new Wire(serving.port())
        .send("POST /wait HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n" + body);
  }

  private Wire gzip(byte[] packed) throws IOException {
    return new Wire(serving.port())
        .send(
            "POST /wait HTTP/1.1\r\nHost: x\r\nContent-Encoding: gzip\r\nContent-Length: "
                + packed.length
                + "\r\n\r\n"
                + new String(packed, StandardCharsets.ISO_8859_1));
  }
}
