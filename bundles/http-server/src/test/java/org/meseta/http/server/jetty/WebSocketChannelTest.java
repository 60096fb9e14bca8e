package org.meseta.http.server.jetty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.meseta.http.server.HttpAnswer;
import org.meseta.runtime.MessageChannel;

@Timeout(60)
class WebSocketChannelTest {
  private static final int MAX_MESSAGE = 1 << 20;

  @RegisterExtension final Serving serving = new Serving();
  private final BlockingQueue<MessageChannel> opened = new LinkedBlockingQueue<>();
  private final BlockingQueue<ByteBuffer> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

  @BeforeEach
  void route() {
    serving.route(
        "/link",
        r -> new HttpAnswer.Channel("meseta.link.v1", MAX_MESSAGE, 1 << 20, new Listener()));
  }

  @Test
  void messagesGoBothWaysWholeAndInOrder() throws Exception {
    Peer peer = new Peer(true);
    WebSocket socket = connect(peer, "meseta.link.v1");
    MessageChannel channel = take(opened);
    assertThat(socket.getSubprotocol()).isEqualTo("meseta.link.v1");
    assertThat(channel.peer()).startsWith("127.0.0.1:");
    for (int i = 0; i < 200; i++) {
      assertThat(channel.send(ByteBuffer.wrap(new byte[i * 40]))).isTrue();
    }
    for (int i = 0; i < 200; i++) {
      assertThat(take(peer.messages)).hasSize(i * 40);
    }
    socket.sendBinary(ByteBuffer.wrap(new byte[10]), false).get(5, SECONDS);
    socket.sendPing(ByteBuffer.wrap(new byte[] {7})).get(5, SECONDS);
    socket.sendBinary(ByteBuffer.wrap(new byte[5]), true).get(5, SECONDS);
    assertThat(take(received).remaining()).isEqualTo(15);
    assertThat(take(peer.pongs).get()).isEqualTo((byte) 7);
    socket.sendBinary(ByteBuffer.wrap(new byte[MAX_MESSAGE]), true).get(5, SECONDS);
    assertThat(take(received).remaining()).isEqualTo(MAX_MESSAGE);
  }

  @Test
  void whatIsQueuedIsSentBeforeTheChannelCloses() throws Exception {
    Peer peer = new Peer(true);
    connect(peer, "meseta.link.v1");
    MessageChannel channel = take(opened);
    channel.send(ByteBuffer.wrap(new byte[500_000]));
    channel.close("goodbye");
    channel.close("twice");
    assertThat(channel.send(ByteBuffer.allocate(1))).isFalse();
    assertThat(take(peer.messages)).hasSize(500_000);
    assertThat(take(peer.closes)).isEqualTo("1000 goodbye");
    assertThat(take(closed)).isEqualTo("goodbye");
  }

  @Test
  void aPeerThatDoesNotReadIsDropped() throws Exception {
    connect(new Peer(false), "meseta.link.v1");
    MessageChannel channel = take(opened);
    ByteBuffer block = ByteBuffer.wrap(new byte[10_000]);
    int sent = 0;
    while (channel.send(block)) {
      sent++;
      assertThat(sent).as("10 KB messages taken").isLessThan(2_000);
    }
    assertThat(take(closed)).isEqualTo("backlog");
  }

  @Test
  void whoPingsWithoutReadingIsNotReadEither() throws Exception {
    ByteBuffer pings = ByteBuffer.allocate(131 * 500);
    while (pings.hasRemaining()) {
      pings.put((byte) 0x89).put((byte) (0x80 | 125)).position(pings.position() + 4 + 125);
    }
    try (SocketChannel client = upgraded();
        Selector selector = Selector.open()) {
      SelectionKey writable = client.register(selector, SelectionKey.OP_WRITE);
      long sent = 0;
      while (selector.select(2000) > 0) {
        selector.selectedKeys().clear();
        sent += client.write(pings.hasRemaining() ? pings : pings.rewind());
        assertThat(sent).as("bytes of pings read for nothing").isLessThan(100 << 20);
      }
      // As soon as it reads, it is read again.
      writable.interestOps(SelectionKey.OP_WRITE | SelectionKey.OP_READ);
      ByteBuffer pongs = ByteBuffer.allocate(1 << 20);
      long more = sent + (4 << 20);
      while (sent < more) {
        assertThat(selector.select(10_000)).isPositive();
        selector.selectedKeys().clear();
        client.read(pongs.clear());
        sent += client.write(pings.hasRemaining() ? pings : pings.rewind());
      }
    }
  }

  /** A client without a WebSocket implementation, which would read by itself. */
  private SocketChannel upgraded() throws IOException {
    SocketChannel client = SocketChannel.open();
    client.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
    client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serving.port()));
    String request =
        """
        GET /link HTTP/1.1
        Host: x
        Connection: Upgrade
        Upgrade: websocket
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Protocol: meseta.link.v1

        """;
    client.write(ByteBuffer.wrap(request.replace("\n", "\r\n").getBytes(UTF_8)));
    assertThat(client.read(ByteBuffer.allocate(4096))).isPositive();
    client.configureBlocking(false);
    return client;
  }

  @Test
  void aMessageThatIsTooLongClosesTheChannelHoweverItIsCutUp() throws Exception {
    try (SocketChannel client = upgraded()) {
      take(opened);
      client.configureBlocking(true);
      ByteBuffer part = ByteBuffer.allocate(14 + MAX_MESSAGE / 4);
      part.put((byte) 0x02).put((byte) (0x80 | 127)).putLong(MAX_MESSAGE / 4).rewind();
      for (int i = 0; i < 5; i++) {
        client.write(part.rewind());
        part.put(0, (byte) 0x00); // those that follow are continuations
      }
      ByteBuffer close = ByteBuffer.allocate(4);
      while (close.hasRemaining()) {
        assertThat(client.read(close)).isPositive();
      }
      assertThat(close.get(0)).isEqualTo((byte) 0x88);
      assertThat(close.getShort(2)).isEqualTo((short) 1009);
    }
    assertThat(take(closed)).contains("over " + MAX_MESSAGE);
    assertThat(received).isEmpty();
  }

  @Test
  void tellsOnceWhenThePeerCloses() throws Exception {
    WebSocket socket = connect(new Peer(true), "meseta.link.v1");
    take(opened);
    socket.sendClose(1000, "bye").get(5, SECONDS);
    assertThat(take(closed)).isEqualTo("bye");
    WebSocket other = connect(new Peer(true), "meseta.link.v1");
    MessageChannel channel = take(opened);
    other.abort();
    assertThat(take(closed)).isNotNull();
    assertThat(channel.send(ByteBuffer.allocate(1))).isFalse();
    channel.abort();
    channel.close("again");
    assertThat(closed).isEmpty();
  }

  @Test
  void othersAreToldToUpgrade() throws Exception {
    assertThat(Wire.get(serving.port(), "/link"))
        .startsWith("HTTP/1.1 426")
        .contains("Upgrade: websocket");
    assertThatThrownBy(() -> connect(new Peer(true), "other"))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(426));
  }

  private WebSocket connect(Peer peer, String protocol) throws Exception {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .subprotocols(protocol)
        .buildAsync(URI.create("ws://127.0.0.1:" + serving.port() + "/link"), peer)
        .get(10, SECONDS);
  }

  private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(10, SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  private final class Listener implements MessageChannel.Listener {
    @Override
    public void opened(MessageChannel channel) {
      opened.add(channel);
    }

    @Override
    public void received(ByteBuffer message) {
      received.add(message);
    }

    @Override
    public void closed(String reason) {
      closed.add(reason);
    }
  }

  private static final class Peer implements WebSocket.Listener {
    private final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<ByteBuffer> pongs = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> closes = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private final boolean reads;

    Peer(boolean reads) {
      this.reads = reads;
    }

    @Override
    public void onOpen(WebSocket socket) {
      if (reads) {
        socket.request(1);
      }
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      parts.writeBytes(bytes);
      if (last) {
        messages.add(parts.toByteArray());
        parts.reset();
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
      pongs.add(ByteBuffer.allocate(message.remaining()).put(message).flip());
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closes.add(code + " " + reason);
      return null;
    }
  }
}
