package org.meseta.http.server.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.meseta.http.server.HttpAnswer;

/** How long a client may take to say what it wants; a minute passes in a second here. */
@Timeout(60)
class HeadsTest {
  private static final String GET = "GET /x HTTP/1.1\r\nHost: x\r\n";
  @RegisterExtension final Serving serving = new Serving(Bounds.of(1 << 30), 60);

  @BeforeEach
  void route() {
    serving.route("/x", r -> HttpAnswer.text(200, "done"));
  }

  @Test
  void whoSpellsOutItsHeadersIsCutOff() throws Exception {
    try (Wire wire = new Wire(serving.port())) {
      wire.send(GET + "X: ");
      assertThat(closedWhileSpelling(wire)).isTrue();
    }
  }

  @Test
  void soIsWhoDoesItWithItsSecondRequest() throws Exception {
    try (Wire wire = new Wire(serving.port())) {
      wire.send(GET + "\r\n").until("done");
      wire.send(GET + "X: ");
      assertThat(closedWhileSpelling(wire)).isTrue();
    }
  }

  @Test
  void aConnectionIsKeptForTheNextRequest() throws Exception {
    try (Wire wire = new Wire(serving.port())) {
      wire.send(GET + "\r\n").until("done");
      wire.socket.setSoTimeout(1500);
      assertThatThrownBy(wire::some).isInstanceOf(SocketTimeoutException.class);
      wire.socket.setSoTimeout(20_000);
      assertThat(wire.send(GET + "\r\n").until("done")).startsWith("HTTP/1.1 200");
    }
  }

  /** One more byte each time there was nothing to read for a moment. */
  private static boolean closedWhileSpelling(Wire wire) throws IOException {
    wire.socket.setSoTimeout(50);
    for (int i = 0; i < 400; i++) {
      try {
        wire.send("y");
        if (wire.some().isEmpty()) {
          return true;
        }
      } catch (SocketTimeoutException e) {
        // not yet
      } catch (SocketException e) {
        return true; // reset, or a broken pipe
      }
    }
    return false;
  }
}
