package org.meseta.http.server.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.meseta.http.server.EventStream;
import org.meseta.http.server.HttpAnswer;

@Timeout(120)
class RecordStreamTest {
  @RegisterExtension final Serving serving = new Serving();
  private final BlockingQueue<EventStream> opened = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

  @BeforeEach
  void route() {
    serving.route(
        "/events",
        r ->
            new HttpAnswer.Stream(Map.of("Content-Type", "application/json"), new Listener())
                .with("Mesos-Stream-Id", "42"));
  }

  @Test
  void aRecordIsOneChunkAndComesWithItsEnd() throws Exception {
    try (Wire wire = subscribe()) {
      String head = wire.until("\r\n\r\n");
      assertThat(head)
          .startsWith("HTTP/1.1 200 OK\r\n")
          .contains("Transfer-Encoding: chunked\r\n", "Mesos-Stream-Id: 42\r\n", "Date: ")
          .contains("Content-Type: application/json\r\n");
      EventStream stream = stream();
      assertThat(stream.send(record("20\n{\"type\":\"HEARTBEAT\"}"))).isTrue();
      assertThat(wire.some()).isEqualTo("17\r\n20\n{\"type\":\"HEARTBEAT\"}\r\n");
      assertThat(stream.send(record("second"))).isTrue();
      assertThat(wire.some()).isEqualTo("6\r\nsecond\r\n");
      stream.send(record("last"));
      stream.close();
      assertThat(stream.send(record("too late"))).isFalse();
      assertThat(wire.rest()).isEqualTo("4\r\nlast\r\n0\r\n\r\n");
      assertThat(closed.poll(10, SECONDS)).isEqualTo("closed");
    }
  }

  @Test
  void itIsChunkedThoughTheClientWantsNoFurtherRequest() throws Exception {
    try (Wire wire = new Wire(serving.port())) {
      wire.send("GET /events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(wire.until("\r\n\r\n")).contains("Transfer-Encoding: chunked\r\n");
      EventStream stream = stream();
      stream.send(record("one"));
      stream.close();
      assertThat(wire.rest()).isEqualTo("3\r\none\r\n0\r\n\r\n");
    }
  }

  @Test
  void recordsOfManySendersStayWhole() throws Exception {
    try (Wire wire = subscribe()) {
      wire.until("\r\n\r\n");
      EventStream stream = stream();
      List<Thread> senders = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        senders.add(
            new Thread(
                () -> {
                  for (int i = 0; i < 1000; i++) {
                    stream.send(record("0123456789"));
                  }
                }));
      }
      senders.forEach(Thread::start);
      for (Thread sender : senders) {
        sender.join();
      }
      stream.close();
      assertThat(wire.rest()).isEqualTo("a\r\n0123456789\r\n".repeat(4000) + "0\r\n\r\n");
    }
  }

  @Test
  void aClientThatGoesAwayIsNoticedAtOnce() throws Exception {
    Wire fin = subscribe();
    fin.until("\r\n\r\n");
    EventStream stream = stream();
    fin.close();
    assertThat(closed.poll(5, SECONDS)).isEqualTo("client closed");
    assertThat(stream.send(record("x"))).isFalse();

    Wire reset = subscribe();
    reset.until("\r\n\r\n");
    stream();
    reset.socket.setSoLinger(true, 0);
    reset.close();
    assertThat(closed.poll(5, SECONDS)).isNotNull();
  }

  @Test
  void aClientThatTalksOnAStreamIsDropped() throws Exception {
    try (Wire wire = subscribe()) {
      wire.until("\r\n\r\n");
      stream();
      wire.send("\r\n");
      wire.send("x".repeat(100_000));
      assertThat(closed.poll(5, SECONDS)).isEqualTo("client sent data");
    } catch (IOException e) {
      assertThat(closed.poll(5, SECONDS)).isEqualTo("client sent data"); // seen by the sender first
    }
  }

  @Test
  void aSlowReaderIsDroppedAndOthersGoOn() throws Exception {
    try (Wire slow = new Wire(serving.port(), 4096);
        Wire quick = subscribe()) {
      quick.until("\r\n\r\n");
      EventStream good = stream();
      slow.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n").until("\r\n\r\n");
      EventStream bad = stream();
      ByteBuffer block = ByteBuffer.wrap(new byte[10_000]);
      int sent = 0;
      while (bad.send(block)) {
        sent++;
        assertThat(sent).as("10 KB blocks taken for a reader that does not read").isLessThan(500);
      }
      assertThat(closed.poll(5, SECONDS)).isEqualTo("backlog");
      assertThat(bad.send(record("x"))).isFalse();
      for (int i = 0; i < 100; i++) {
        assertThat(good.send(record("go " + i + "."))).isTrue();
        quick.until("go " + i + ".\r\n");
      }
      assertThat(closed).isEmpty();
    }
  }

  @Test
  void aReaderThatStoppedDoesNotKeepAClosedStream() throws Exception {
    try (Serving hasty = new Serving(Bounds.of(1 << 30), 10)) {
      hasty.route("/events", r -> new HttpAnswer.Stream(Map.of(), 32 << 20, new Listener()));
      Wire slow = new Wire(hasty.port(), 4096);
      slow.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n").until("\r\n\r\n");
      EventStream stream = stream();
      assertThat(stream.send(ByteBuffer.allocate(8 << 20))).isTrue();
      stream.close();
      stream.close();
      assertThat(closed.poll(10, SECONDS)).isEqualTo("closed, and not read to the end");
      slow.close();
    }
  }

  @Test
  void aThousandStreamsNeedNoThreadsOfTheirOwn() throws Exception {
    int many = 1000;
    List<Wire> wires = new ArrayList<>();
    List<EventStream> streams = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      wires.add(subscribe());
      streams.add(stream());
    }
    for (EventStream stream : streams) {
      assertThat(stream.send(record("hello"))).isTrue();
    }
    for (Wire wire : wires) {
      wire.until("5\r\nhello\r\n");
    }
    long threads =
        java.util.Arrays.stream(
                ManagementFactory.getThreadMXBean()
                    .getThreadInfo(ManagementFactory.getThreadMXBean().getAllThreadIds()))
            .filter(t -> t != null && t.getThreadName().startsWith("meseta-"))
            .count();
    assertThat(threads).isLessThanOrEqualTo(16 + 8 + 1);
    for (Wire wire : wires) {
      wire.close();
    }
    await().atMost(20, SECONDS).until(() -> closed.size() == many);
  }

  @Test
  void theServerEndsItsStreamsWhenItCloses() throws Exception {
    try (Wire wire = subscribe()) {
      wire.until("\r\n\r\n");
      stream();
      serving.server.close();
      assertThat(closed.poll(5, SECONDS)).isNotNull();
      assertThat(wire.rest()).isEmpty();
    }
  }

  @Test
  void anOldClientCannotHaveAStream() throws Exception {
    assertThat(Wire.exchange(serving.port(), "GET /events HTTP/1.0\r\n\r\n"))
        .startsWith("HTTP/1.1 505");
  }

  private Wire subscribe() throws IOException {
    return new Wire(serving.port()).send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
  }

  private EventStream stream() throws InterruptedException {
    EventStream stream = opened.poll(10, SECONDS);
    assertThat(stream).isNotNull();
    return stream;
  }

  private static ByteBuffer record(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private final class Listener implements HttpAnswer.StreamListener {
    @Override
    public void opened(EventStream stream) {
      opened.add(stream);
    }

    @Override
    public void closed(String reason) {
      closed.add(reason);
    }
  }
}
