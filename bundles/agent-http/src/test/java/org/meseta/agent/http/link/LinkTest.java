package org.meseta.agent.http.link;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meseta.agent.http.FakeAgent;
import org.meseta.http.api.LinkProtocol;
import org.meseta.http.api.LinkSession;
import org.meseta.http.api.Refusal;
import org.meseta.http.client.WebClient;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpServer;
import org.meseta.http.server.HttpServer.RouteOptions;
import org.meseta.http.server.HttpServers;
import org.meseta.http.server.jetty.JettyServers;
import org.meseta.protocol.link.Frame;
import org.meseta.protocol.link.Welcome;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.runtime.SystemRuntime;

/** The agent's end of the link over real sockets. */
@Timeout(30)
class LinkTest {
  private final SystemRuntime runtime = new SystemRuntime();
  private final FakeAgent agent = new FakeAgent(runtime);
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer leader;
  private HttpServer follower;

  @BeforeEach
  void start() throws IOException {
    leader = open(request -> Refusal.done(link()));
    String location = "//localhost:" + leader.port() + LinkProtocol.PATH;
    follower =
        open(
            request ->
                Refusal.done(
                    asked.incrementAndGet() == 1
                        ? HttpAnswer.text(503, "No leader elected")
                        : HttpAnswer.empty(307).with("Location", location)));
  }

  @AfterEach
  void stop() {
    leader.close();
    follower.close();
    runtime.close();
  }

  @Test
  void findsTheLeaderThroughAnyMasterOnceThereIsOne() throws Exception {
    URI address = URI.create("ws://127.0.0.1:" + follower.port() + LinkProtocol.PATH);
    try (MasterDialer dialer =
        new MasterDialer(
            agent,
            runtime,
            new WebClient(runtime.timers()).dialer()::dial,
            address,
            Duration.ofMillis(50))) {
      dialer.start();
      assertThat(agent.links.poll(20, SECONDS)).isEqualTo("connected to m");
      assertThat(asked).hasValue(2);
      assertThat(agent.open.take().description()).endsWith("@localhost:" + leader.port());
    }
    assertThat(agent.links.poll(20, SECONDS)).isEqualTo("gone: the agent ends");
  }

  private HttpServer open(HttpHandler handler) throws IOException {
    HttpServer server =
        new JettyServers(runtime).open(new HttpServers.Options("master", "127.0.0.1", 0));
    AutoCloseable unused =
        server.route(LinkProtocol.PATH, new RouteOptions("mesos-master-agent", 0), handler);
    return server;
  }

  private HttpAnswer link() {
    LinkSession session =
        LinkSession.accepting(
            runtime.clock(),
            runtime.timers(),
            LinkSession.Pace.USUAL,
            () -> MasterInfo.newBuilder().setId("m").setIp(0).setPort(5050).build(),
            new Deaf());
    return new HttpAnswer.Channel(
        LinkProtocol.NAME, LinkProtocol.MAX_MESSAGE_BYTES, LinkProtocol.MAX_QUEUE_BYTES, session);
  }

  /** A master that takes every link. */
  private static final class Deaf implements LinkSession.Handler {
    @Override
    public void opened(LinkSession session, Welcome welcome) {}

    @Override
    public void received(Frame frame) {}

    @Override
    public void closed(String reason, boolean forGood) {}
  }
}
