package org.meseta.http.server.jetty;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpServer;
import org.meseta.http.server.HttpServer.RouteOptions;
import org.meseta.http.server.HttpServers.Options;
import org.meseta.plugin.Blocking;
import org.meseta.runtime.SystemRuntime;

/** What readers that do not read cost. */
@Timeout(60)
class SlowReadersTest {
  private static final int BODY = 4 << 20;

  private final List<Wire> readers = new ArrayList<>();

  @AfterEach
  void hangUp() throws IOException {
    for (Wire reader : readers) {
      reader.close();
    }
  }

  @Test
  void readersThatDoNotReadKeepNoThread() throws Exception {
    try (Serving serving = new Serving()) {
      route(serving);
      for (int i = 0; i < 20; i++) {
        read(serving, "/big");
      }
      assertThat(Wire.get(serving.port(), "/big").length()).isGreaterThan(BODY);
      await().until(() -> serving.bounds.answers().taken() > 20 * (BODY - (1 << 20)));
      hangUp();
      await().until(() -> serving.bounds.answers().taken() == 0);
    }
  }

  @Test
  void makesNoMoreLargeBodiesAtOnceThanThereAreProcessors() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger making = new AtomicInteger();
    CountDownLatch enough = new CountDownLatch(1);
    int all = 8 * JettyServer.writers();
    try (Serving serving = new Serving()) {
      route(serving);
      serving.route(
          "/made",
          r -> {
            asked.incrementAndGet();
            return new HttpAnswer.Written(200, Map.of(), out -> make(making, enough));
          });
      for (int i = 0; i < all; i++) {
        read(serving, "/made");
      }
      await().until(() -> asked.get() == all);
      await().until(() -> making.get() >= JettyServer.writers());
      assertThat(Wire.get(serving.port(), "/small")).endsWith("small");
      assertThat(making.get()).isEqualTo(JettyServer.writers());
      enough.countDown();
      await().until(() -> making.get() == all);
    }
  }

  private static void make(AtomicInteger making, CountDownLatch enough) {
    making.incrementAndGet();
    try {
      assertThat(enough.await(30, SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aReaderThatStopsIsDropped() throws Exception {
    try (Serving serving = new Serving(Bounds.of(1 << 30), 60)) {
      route(serving);
      Wire reader = read(serving, "/big");
      await().until(() -> serving.bounds.answers().taken() > 0);
      await().until(() -> serving.bounds.answers().taken() == 0);
      assertThat(reader.rest()).doesNotEndWith("\r\n0\r\n\r\n");
    }
  }

  @Test
  void readersThatStoppedMakeRoomForOthersEarly() throws Exception {
    Bounds scarce = new Bounds(new Budget(1000), new Budget(2 * BODY), 100);
    try (Serving serving = new Serving(scarce, 4)) {
      route(serving);
      read(serving, "/big");
      read(serving, "/big");
      read(serving, "/whole");
      await().until(() -> scarce.answers().taken() > BODY);
      await().atMost(5, SECONDS).until(() -> !scarce.answers().isScarce()); // else 30 s / 4
    }
  }

  @Test
  void whereThereIsNoMemoryAWriterDoesNotWaitLong() throws Exception {
    Bounds scarce = new Bounds(new Budget(100_000), new Budget(100_000), 100);
    try (Serving serving = new Serving(scarce, 10)) {
      route(serving);
      Wire reader = read(serving, "/big");
      assertThat(reader.until("\r\n\r\n")).startsWith("HTTP/1.1 200");
      await().until(() -> scarce.answers().taken() == 0);
      assertThat(Wire.get(serving.port(), "/big").length()).isGreaterThan(BODY); // one that reads
    }
  }

  @Test
  void answersThatFindNoMemoryAreRefused() throws Exception {
    Bounds scarce = new Bounds(new Budget(1000), new Budget(1_500_000), 100);
    try (Serving serving = new Serving(scarce)) {
      route(serving);
      read(serving, "/whole");
      await().until(() -> scarce.answers().taken() == 1_000_000);
      assertThat(Wire.get(serving.port(), "/whole"))
          .startsWith("HTTP/1.1 503")
          .endsWith("503 Service Unavailable.");
      assertThat(Wire.get(serving.port(), "/small")).endsWith("small");
      hangUp();
      await().until(() -> scarce.answers().taken() == 0);
      assertThat(Wire.get(serving.port(), "/whole").length()).isGreaterThan(1_000_000);
    }
  }

  @Test
  void aServerThatIsTooBusySaysSo() throws Exception {
    SystemRuntime busy =
        new SystemRuntime() {
          @Override
          public Blocking blocking(String name, int threads, Executor home) {
            return new Busy();
          }
        };
    try (HttpServer server = new JettyServers(busy).open(new Options("busy", "127.0.0.1", 0))) {
      server.route(
          "/big",
          new RouteOptions("test", 10),
          r -> CompletableFuture.completedStage(new HttpAnswer.Written(200, Map.of(), out -> {})));
      assertThat(Wire.get(server.port(), "/big"))
          .startsWith("HTTP/1.1 503")
          .endsWith("503 Service Unavailable.");
    } finally {
      busy.close();
    }
  }

  private static final class Busy implements Blocking {
    @Override
    public <T> CompletionStage<T> call(java.util.concurrent.Callable<T> work) {
      return CompletableFuture.failedStage(new RejectedExecutionException("full"));
    }
  }

  private static void route(Serving serving) {
    serving.route("/big", r -> new HttpAnswer.Written(200, Map.of(), SlowReadersTest::fill));
    serving.route("/whole", r -> HttpAnswer.bytes(200, "x/y", new byte[1_000_000]));
    serving.route("/small", r -> HttpAnswer.text(200, "small"));
  }

  private static void fill(java.io.OutputStream out) throws IOException {
    byte[] block = new byte[1000];
    for (int i = 0; i < BODY; i += block.length) {
      out.write(block);
    }
  }

  /** A client that reads only what it is told to. */
  private Wire read(Serving serving, String path) throws IOException {
    Wire reader = new Wire(serving.port(), 4096);
    readers.add(reader);
    return reader.send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
  }
}
