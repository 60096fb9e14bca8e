package org.meseta.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WebClientTest {
  private final RealTimers timers = new RealTimers();
  private final WebClient client = new WebClient(timers);

  @AfterEach
  void stop() {
    timers.close();
  }

  private static URI address(RawServer server) {
    return URI.create("http://127.0.0.1:" + server.port() + "/x");
  }

  private static WebAnswer get(CompletionStage<WebAnswer> stage)
      throws InterruptedException, ExecutionException {
    return stage.toCompletableFuture().get();
  }

  @Test
  void givesTheAnswerWhateverItsStatus() throws Exception {
    try (RawServer server =
        new RawServer(
            c -> {
              List<String> head = c.readHead();
              String body = new String(c.readBody(head), StandardCharsets.UTF_8);
              c.write("HTTP/1.1 409 Conflict\r\nX-A: b\r\nContent-Length: 2\r\n\r\n" + body);
              c.awaitEnd();
            })) {
      WebAnswer answer =
          get(
              client.post(
                  address(server),
                  Map.of("Content-Type", "text/plain"),
                  new byte[] {'h', 'i'},
                  WebClient.Bounds.DEFAULT));
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.isSuccess()).isFalse();
      assertThat(answer.text()).isEqualTo("hi");
      assertThat(answer.header("x-a")).contains("b");
    }
  }

  @Test
  void takesNoMoreThanItsBound() throws Exception {
    try (RawServer server =
        new RawServer(
            c -> {
              c.readHead();
              c.write("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(5000));
              c.awaitEnd();
            })) {
      var bounds = new WebClient.Bounds(Duration.ofSeconds(5), 4000);
      assertThatThrownBy(() -> get(client.get(address(server), Map.of(), bounds)))
          .cause()
          .isInstanceOf(WebException.class)
          .hasMessageEndingWith("/x: answer longer than 4000 bytes");
    }
  }

  @Test
  void waitsNoLongerThanItsTimeoutThoughTheBodyHasBegun() throws Exception {
    try (RawServer server =
        new RawServer(
            c -> {
              c.readHead();
              c.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
              c.awaitEnd();
            })) {
      var bounds = new WebClient.Bounds(Duration.ofMillis(200), 4000);
      assertThatThrownBy(() -> get(client.get(address(server), Map.of(), bounds)))
          .cause()
          .isInstanceOf(WebException.class)
          .hasMessageEndingWith("/x: timed out");
    }
  }

  @Test
  void readsTheAddressesOfMasters() {
    assertThat(MasterAddress.parse("127.0.0.1:5051")).hasToString("http://127.0.0.1:5051/");
    assertThat(MasterAddress.parse("somewhere")).hasToString("http://somewhere:5050/");
    assertThat(MasterAddress.parse("master@10.0.0.1:99")).hasToString("http://10.0.0.1:99/");
    assertThat(MasterAddress.parse("https://h:1/x/y")).hasToString("https://h:1/");
    assertThat(MasterAddress.parse("[::1]:5050")).hasToString("http://[::1]:5050/");
    for (String bad : List.of("", ":5050", "a b", "ftp://x", "zk://a/b", "host:port")) {
      assertThatThrownBy(() -> MasterAddress.parse(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'" + bad + "'");
    }
  }
}
