package org.meseta.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.http.client.RawServer.Frame;
import org.meseta.runtime.MessageChannel;

@Timeout(20)
class WebSocketDialerTest {
  private static final String PROTOCOL = "test.v1";

  private final RealTimers timers = new RealTimers();
  private final WebClient client = new WebClient(timers);
  private final Heard heard = new Heard();

  @AfterEach
  void stop() {
    timers.close();
  }

  /** Notes down what the channel says, one line a call. */
  private static final class Heard implements MessageChannel.Listener {
    final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @Override
    public void opened(MessageChannel channel) {
      lines.add("opened");
    }

    @Override
    public void received(ByteBuffer message) {
      lines.add("received " + StandardCharsets.UTF_8.decode(message));
    }

    @Override
    public void closed(String reason) {
      lines.add("closed " + reason);
    }

    String next() throws InterruptedException {
      String line = lines.poll(10, TimeUnit.SECONDS);
      return line == null ? "nothing" : line;
    }
  }

  private MessageChannel dial(RawServer server, int maxMessage, int maxQueue) {
    return dial(server.port(), Duration.ofSeconds(5), maxMessage, maxQueue);
  }

  private MessageChannel dial(int port, Duration timeout, int maxMessage, int maxQueue) {
    DialOptions options = new DialOptions(PROTOCOL, Map.of(), timeout, maxMessage, maxQueue);
    return client.dialer().dial(URI.create("ws://127.0.0.1:" + port + "/link"), options, heard);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void carriesMessagesBothWaysInOrder() throws Exception {
    BlockingQueue<String> got = new LinkedBlockingQueue<>();
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.upgrade(PROTOCOL);
              connection.writeFrame(2, true, bytes("one"));
              connection.writeFrame(2, false, bytes("tw"));
              connection.writeFrame(0, true, bytes("o"));
              for (int i = 0; i < 500; i++) {
                got.add(new String(connection.readFrame().payload(), StandardCharsets.UTF_8));
              }
              connection.awaitEnd();
            })) {
      MessageChannel channel = dial(server, 1000, 100_000);
      assertThat(heard.next()).isEqualTo("opened");
      assertThat(heard.next()).isEqualTo("received one");
      assertThat(heard.next()).isEqualTo("received two");
      for (int i = 0; i < 500; i++) {
        assertThat(channel.send(ByteBuffer.wrap(bytes("m" + i)))).isTrue();
      }
      for (int i = 0; i < 500; i++) {
        assertThat(got.poll(5, TimeUnit.SECONDS)).isEqualTo("m" + i);
      }
      channel.abort();
      assertThat(heard.next()).isEqualTo("closed aborted");
      assertThat(channel.send(ByteBuffer.wrap(bytes("late")))).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({"/other, GET /other HTTP/1.1", "'', GET /link HTTP/1.1"})
  void goesWhereARedirectPoints(String path, String asked) throws Exception {
    BlockingQueue<String> got = new LinkedBlockingQueue<>();
    try (RawServer leader =
            new RawServer(connection -> got.add(connection.upgrade(PROTOCOL).get(0)));
        RawServer other = redirecting("//localhost:" + leader.port() + path)) {
      MessageChannel channel = dial(other, 1000, 1000);
      assertThat(heard.next()).isEqualTo("opened");
      assertThat(got.poll(5, TimeUnit.SECONDS)).isEqualTo(asked);
      assertThat(channel.peer()).isEqualTo("localhost:" + leader.port());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "//", "//:5050/", "% nowhere", "mailto:somebody", "/round/and/round"})
  void takesARedirectThatLeadsNowhereForARefusal(String location) throws Exception {
    try (RawServer server = redirecting(location)) {
      dial(server, 1000, 1000);
      assertThat(heard.next()).isEqualTo("closed refused with HTTP status 307");
    }
  }

  private static RawServer redirecting(String location) throws IOException {
    return new RawServer(
        connection -> {
          connection.readHead();
          connection.write(
              "HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\nLocation: "
                  + location
                  + "\r\n\r\n");
        });
  }

  @Test
  void sendsWhatIsQueuedBeforeItCloses() throws Exception {
    BlockingQueue<Frame> got = new LinkedBlockingQueue<>();
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.upgrade(PROTOCOL);
              Frame frame = connection.readFrame();
              for (; frame.opcode() != 8; frame = connection.readFrame()) {
                got.add(frame);
              }
              got.add(frame);
              connection.writeFrame(8, true, frame.payload());
              connection.awaitEnd();
            })) {
      MessageChannel channel = dial(server, 1000, 1 << 20);
      assertThat(heard.next()).isEqualTo("opened");
      for (int i = 0; i < 20; i++) {
        channel.send(ByteBuffer.wrap(bytes("x")));
      }
      channel.close("enough");
      channel.close("again");
      assertThat(channel.send(ByteBuffer.wrap(bytes("late")))).isFalse();
      assertThat(heard.next()).isEqualTo("closed enough");
      assertThat(got).hasSize(21);
      assertThat(got.stream().skip(20).findFirst().orElseThrow().payload())
          .endsWith(bytes("enough"));
    }
  }

  @Test
  void closesAsBacklogWhenTheOtherSideDoesNotRead() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.upgrade(PROTOCOL);
              try {
                done.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            })) {
      MessageChannel channel = dial(server, 1000, 1 << 20);
      assertThat(heard.next()).isEqualTo("opened");
      byte[] block = new byte[64 << 10];
      int sent = 0;
      while (sent < 2000 && channel.send(ByteBuffer.wrap(block))) {
        sent++;
      }
      assertThat(sent).isBetween(16, 1999);
      assertThat(heard.next()).isEqualTo("closed backlog");
      done.countDown();
    }
  }

  @Test
  void closesWhenAMessageIsTooLongThoughItsFragmentsAreShort() throws Exception {
    BlockingQueue<Frame> got = new LinkedBlockingQueue<>();
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.upgrade(PROTOCOL);
              connection.writeFrame(2, false, new byte[600]);
              connection.writeFrame(0, false, new byte[600]);
              got.add(connection.readFrame());
              connection.awaitEnd();
            })) {
      dial(server, 1000, 1000);
      assertThat(heard.next()).isEqualTo("opened");
      assertThat(heard.next()).isEqualTo("closed message longer than 1000 bytes");
      Frame close = got.poll(5, TimeUnit.SECONDS);
      assertThat(close.opcode()).isEqualTo(8);
      assertThat(ByteBuffer.wrap(close.payload()).getShort()).isEqualTo((short) 4009);
    }
  }

  @Test
  void asksForNoMoreWhileTheListenerIsBusy() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    BlockingQueue<Integer> written = new LinkedBlockingQueue<>();
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.upgrade(PROTOCOL);
              for (int i = 0; i < 2000; i++) {
                connection.writeFrame(2, true, new byte[60_000]);
                written.add(i);
              }
              connection.awaitEnd();
            })) {
      MessageChannel.Listener slow =
          new MessageChannel.Listener() {
            @Override
            public void opened(MessageChannel channel) {}

            @Override
            public void received(ByteBuffer message) {
              pieces.write(1);
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }

            @Override
            public void closed(String reason) {}
          };
      DialOptions options =
          new DialOptions(PROTOCOL, Map.of(), Duration.ofSeconds(5), 100_000, 1000);
      URI address = URI.create("ws://127.0.0.1:" + server.port() + "/");
      MessageChannel channel = client.dialer().dial(address, options, slow);
      while (written.poll(1, TimeUnit.SECONDS) != null) {
        // until the server can write no more
      }
      assertThat(pieces.size()).isEqualTo(1);
      channel.abort();
      release.countDown();
    }
  }

  @Test
  void saysOnceWhyItCouldNotOpen() throws Exception {
    int port;
    try (RawServer server = new RawServer(connection -> {})) {
      port = server.port();
    }
    dial(port, Duration.ofSeconds(5), 10, 10);
    assertThat(heard.next()).isEqualTo("closed connection refused");
    assertThat(heard.lines.poll(100, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void namesTheStatusOfARefusal() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.readHead();
              connection.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
            })) {
      dial(server, 10, 10);
      assertThat(heard.next()).isEqualTo("closed refused with HTTP status 403");
    }
  }

  @Test
  void refusesAServerThatDoesNotSpeakTheProtocol() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.upgrade("");
              connection.awaitEnd();
            })) {
      dial(server, 10, 10);
      assertThat(heard.next()).isEqualTo("closed the other side does not speak test.v1");
    }
  }

  @Test
  void givesUpDiallingInTime() throws Exception {
    try (RawServer server = new RawServer(RawServer.Connection::awaitEnd)) {
      dial(server.port(), Duration.ofMillis(200), 10, 10);
      assertThat(heard.next()).isEqualTo("closed timed out");
    }
  }

  @Test
  void canBeAbortedWhileDialling() throws Exception {
    try (RawServer server = new RawServer(RawServer.Connection::awaitEnd)) {
      dial(server, 10, 10).abort();
      assertThat(heard.next()).isEqualTo("closed aborted");
      assertThat(heard.lines.poll(100, TimeUnit.MILLISECONDS)).isNull();
    }
  }

  @Test
  void noticesABrokenConnection() throws Exception {
    try (RawServer server =
        new RawServer(
            connection -> {
              connection.upgrade(PROTOCOL);
              connection.readFrame();
            })) {
      MessageChannel channel = dial(server, 10, 10);
      assertThat(heard.next()).isEqualTo("opened");
      channel.send(ByteBuffer.wrap(bytes("bye")));
      assertThat(heard.next()).isEqualTo("closed connection broken");
    }
  }
}
