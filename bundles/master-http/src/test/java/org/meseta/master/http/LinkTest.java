package org.meseta.master.http;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meseta.http.api.LinkProtocol;
import org.meseta.http.api.LinkSession;
import org.meseta.http.client.DialOptions;
import org.meseta.http.client.WebClient;
import org.meseta.master.api.AgentLink;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.AgentRegistered;
import org.meseta.protocol.link.Frame;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.UnregisterAgent;
import org.meseta.protocol.link.Welcome;

/** Both ends of the link over a real WebSocket. */
@Timeout(30)
class LinkTest {
  private ServedMaster served;
  private final AgentEnd agentEnd = new AgentEnd();

  @BeforeEach
  void start() throws IOException {
    served = new ServedMaster();
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void carriesMessagesBothWays() throws Exception {
    LinkSession session = dial();
    AgentLink link = requireNonNull(served.master.agents.poll(10, SECONDS));
    assertThat(link.ip()).isEqualTo("127.0.0.1");
    assertThat(agentEnd.events.poll(10, SECONDS)).isEqualTo("welcome of m");

    session.send(
        AgentMessage.newBuilder()
            .setUnregister(UnregisterAgent.newBuilder().setAgentId(SampleCluster.AGENT))
            .build());
    link.send(
        MasterMessage.newBuilder()
            .setRegistered(AgentRegistered.newBuilder().setAgentId(SampleCluster.AGENT))
            .build());
    assertThat(served.master.links.poll(10, SECONDS)).isEqualTo("127.0.0.1 sent UNREGISTER");
    assertThat(agentEnd.events.poll(10, SECONDS)).isEqualTo("FROM_MASTER");
  }

  @Test
  void tellsBothSidesWhyItEnds() throws Exception {
    dial();
    AgentLink link = requireNonNull(served.master.agents.poll(10, SECONDS));
    link.close("not wanted");
    assertThat(served.master.links.poll(10, SECONDS)).isEqualTo("127.0.0.1 is gone: not wanted");
    assertThat(agentEnd.events.poll(10, SECONDS)).isEqualTo("welcome of m");
    assertThat(agentEnd.events.poll(10, SECONDS))
        .isEqualTo("closed: the other side says: not wanted");
  }

  @Test
  void isOnlyForWebSockets() throws Exception {
    HttpResponse<String> answer = served.get(LinkProtocol.PATH);
    assertThat(answer.statusCode()).isEqualTo(426);
  }

  @Test
  void isOnlyForTheLeader() throws Exception {
    served.master.cluster = SampleCluster.following(Optional.empty());
    dial();
    assertThat(agentEnd.events.poll(10, SECONDS)).isEqualTo("closed: refused with HTTP status 503");
  }

  private LinkSession dial() {
    LinkSession session =
        LinkSession.dialling(served.runtime.clock(), served.runtime.timers(), "session", agentEnd);
    DialOptions options =
        new DialOptions(
            LinkProtocol.NAME,
            Map.of(),
            Duration.ofSeconds(5),
            LinkProtocol.MAX_MESSAGE_BYTES,
            LinkProtocol.MAX_QUEUE_BYTES);
    URI address = URI.create("ws://127.0.0.1:" + served.server.port() + LinkProtocol.PATH);
    new WebClient(served.runtime.timers()).dialer().dial(address, options, session);
    return session;
  }

  private static final class AgentEnd implements LinkSession.Handler {
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @Override
    public void opened(LinkSession session, Welcome welcome) {
      events.add("welcome of " + welcome.getMasterInfo().getId());
    }

    @Override
    public void received(Frame frame) {
      events.add(frame.getBodyCase().name());
    }

    @Override
    public void closed(String reason, boolean forGood) {
      events.add("closed: " + reason);
    }
  }
}
