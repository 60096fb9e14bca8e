package org.meseta.itests.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.MethodSource;
import org.meseta.http.api.LinkSession;
import org.meseta.http.server.HttpServer;
import org.meseta.http.server.HttpServers;
import org.meseta.http.server.VirtualFiles;
import org.meseta.http.server.jetty.JettyServers;
import org.meseta.master.api.MasterFlags;
import org.meseta.master.http.MasterRoutes;
import org.meseta.master.loop.MasterIdentity;
import org.meseta.master.loop.MasterLoop;
import org.meseta.protocol.json.ProtoJson;
import org.meseta.runtime.LoggingLevel;
import org.meseta.runtime.SystemRuntime;

/** Bytes that arrive at the port of a master. */
class HttpEdgeFuzzTest {
  private static final int PATIENCE_MS = 10_000;
  private static final SystemRuntime RUNTIME = new SystemRuntime();
  private static MasterLoop master;
  private static HttpServer server;

  @BeforeAll
  static void serve() throws IOException {
    MasterFlags flags = MasterFlags.parse(Map.of());
    master = new MasterLoop(RUNTIME, flags, MasterIdentity.of(flags, RUNTIME.newUuid()));
    server = new JettyServers(RUNTIME).open(new HttpServers.Options("master", "127.0.0.1", 0));
    VirtualFiles files = new VirtualFiles(RUNTIME.blocking("files", 1, Runnable::run));
    LoggingLevel logging = new LoggingLevel(RUNTIME.timers(), level -> {});
    MasterRoutes.add(server, master, RUNTIME, files, logging, LinkSession.Pace.USUAL);
  }

  @AfterAll
  static void end() {
    server.close();
    master.close();
    RUNTIME.close();
  }

  static Stream<byte[]> requests() {
    Stream<byte[]> calls =
        Calls.samples()
            .map(
                call ->
                    request(
                        "POST /api/v1/scheduler",
                        "Content-Type: application/json\r\nAccept: application/json\r\n",
                        ProtoJson.bytes(call)));
    Stream<byte[]> gets =
        Stream.of(
                "/state?jsonp=f",
                "/master/state-summary",
                "/tasks?limit=1&offset=0&order=asc&task_id=t",
                "/files/read?path=/master/log&offset=-1&length=10",
                "/files/browse?path=..%2f..",
                "/metrics/snapshot?timeout=1secs",
                "http://elsewhere/redirect",
                "/meseta/link")
            .map(target -> request("GET " + target, "Accept-Encoding: gzip\r\n", new byte[0]));
    return Stream.concat(calls, gets);
  }

  private static byte[] request(String start, String headers, byte[] body) {
    return (start
            + " HTTP/1.1\r\nHost: m\r\n"
            + headers
            + "Content-Length: "
            + body.length
            + "\r\n\r\n"
            + new String(body, ISO_8859_1))
        .getBytes(ISO_8859_1);
  }

  @MethodSource("requests")
  @FuzzTest(maxDuration = "5m")
  void leavesTheMasterAnswering(byte[] bytes) throws IOException {
    BugDetectors.allowNetworkConnections((host, port) -> port == server.port());
    try (Socket socket = connect()) {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      socket.getInputStream().readNBytes(12);
    } catch (SocketException hungUp) {
      // it may hang up on what is not HTTP
    }
    assertThat(health()).startsWith("HTTP/1.1 200");
  }

  private static String health() throws IOException {
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write("GET /health HTTP/1.1\r\nHost: m\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(PATIENCE_MS);
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), PATIENCE_MS);
    return socket;
  }
}
