package org.meseta.http.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.ExecutorToFramework;
import org.meseta.protocol.link.Frame;
import org.meseta.protocol.link.Heartbeat;
import org.meseta.protocol.link.Hello;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.ShutdownAgent;
import org.meseta.protocol.link.UnregisterAgent;
import org.meseta.protocol.link.Welcome;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.runtime.ManualTime;
import org.meseta.runtime.MessageChannel;
import org.meseta.testkit.channel.ChannelPair;

class LinkSessionTest {
  private static final MasterInfo MASTER =
      MasterInfo.newBuilder().setId("m").setIp(1).setPort(5050).build();

  private final ManualTime time = new ManualTime();
  private final Recorder masterSide = new Recorder();
  private final Recorder agentSide = new Recorder();
  private final LinkSession master =
      LinkSession.accepting(time, time.timers(), LinkSession.Pace.USUAL, () -> MASTER, masterSide);
  private final LinkSession agent = LinkSession.dialling(time, time.timers(), "s-1", agentSide);

  @Test
  void shakesHandsAndCarriesMessagesBothWays() {
    connect(master, agent);

    agent.send(unregister());
    master.send(shutdown());
    time.run();

    assertThat(agentSide.events).containsExactly("opened m", "FROM_MASTER");
    assertThat(masterSide.events).containsExactly("opened m", "FROM_AGENT");
    assertThat(master.description()).startsWith("s-1@");
  }

  @Test
  void sendsNothingBeforeTheHandshake() {
    agent.send(unregister());
    connect(master, agent);
    assertThat(masterSide.events).containsExactly("opened m");
  }

  @Test
  void tellsTheAgentWhetherItIsRegistered() {
    connect(master, agent);
    time.advance(LinkProtocol.HEARTBEAT_INTERVAL);
    master.registered(true);
    time.advance(LinkProtocol.HEARTBEAT_INTERVAL);
    assertThat(agentSide.events).containsExactly("opened m", "heartbeat false", "heartbeat true");
    assertThat(masterSide.events).containsExactly("opened m", "heartbeat", "heartbeat");
  }

  @Test
  void tellsTheAgentAtOnceThatItIsRegisteredNoMore() {
    master.registered(true);
    master.registered(false);
    connect(master, agent);
    master.registered(true);
    master.registered(false);
    time.run();
    assertThat(agentSide.events).containsExactly("opened m", "heartbeat false");
    time.advance(LinkProtocol.HEARTBEAT_INTERVAL);
    assertThat(agentSide.events).hasSize(3);
  }

  @Test
  void staysOpenForHoursOnHeartbeatsAlone() {
    connect(master, agent);
    time.advance(Duration.ofHours(3));
    agent.send(unregister());
    time.run();
    assertThat(masterSide.events).endsWith("FROM_AGENT");
  }

  @Test
  void endsWhenNothingIsHeardForTheSilenceLimit() {
    ChannelPair wire = connect(master, agent);
    time.advance(Duration.ofSeconds(20)); // heartbeats at 15 s are the last that arrive
    wire.cut();

    time.advance(Duration.ofSeconds(69));
    assertThat(masterSide.events).doesNotContain("closed");
    time.advance(Duration.ofSeconds(10));

    assertThat(masterSide.events).endsWith("closed nothing heard for 75 s");
    assertThat(agentSide.events).endsWith("closed nothing heard for 75 s");
  }

  @Test
  void endsWhenThereIsNoHandshake() {
    new ChannelPair(time.loop("wire"), master, new Silent());
    time.advance(LinkProtocol.HANDSHAKE_LIMIT);
    assertThat(masterSide.events).containsExactly("closed no handshake");
  }

  @Test
  void tellsTheOtherSideWhyItEnds() {
    connect(master, agent);
    master.send(shutdown());
    master.close("marked gone");
    time.run();
    assertThat(agentSide.events)
        .containsExactly("opened m", "FROM_MASTER", "closed the other side says: marked gone");
    assertThat(masterSide.events).endsWith("closed marked gone");
  }

  @Test
  void refusesForGoodAnAgentOfAnotherVersion() {
    RawPeer peer = new RawPeer();
    new ChannelPair(time.loop("wire"), master, peer);
    peer.send(Frame.newBuilder().setHello(hello().setMinVersion(7).setMaxVersion(9)));
    time.run();
    assertThat(masterSide.events)
        .containsExactly("closed for good no version in common: 1 to 1 here, 7 to 9 there");
    assertThat(peer.frames)
        .singleElement()
        .satisfies(f -> assertThat(f.getGoodbye().getFinal()).isTrue());
  }

  @Test
  void endsWhenAFrameIsMissing() {
    RawPeer peer = handshaken();
    peer.sequence++;
    peer.send(Frame.newBuilder().setFromAgent(unregister()));
    time.run();
    assertThat(masterSide.events)
        .containsExactly("opened m", "closed frame 3 came where 2 was due");
  }

  @Test
  void endsWhenAFrameComesTheWrongWay() {
    RawPeer peer = handshaken();
    peer.send(Frame.newBuilder().setFromMaster(shutdown()));
    time.run();
    assertThat(masterSide.events)
        .containsExactly("opened m", "closed a frame that is not due: FROM_MASTER");
  }

  @Test
  void endsWhenMessagesComeBeforeTheHandshake() {
    RawPeer peer = new RawPeer();
    new ChannelPair(time.loop("wire"), master, peer);
    peer.send(Frame.newBuilder().setFromAgent(unregister()));
    time.run();
    assertThat(masterSide.events).containsExactly("closed a frame that is not due: FROM_AGENT");
  }

  @Test
  void endsOnBytesThatAreNoFrame() {
    RawPeer peer = handshaken();
    peer.raw(new byte[] {(byte) 0xFF, 1, 2});
    time.run();
    assertThat(masterSide.events).hasSize(2).last().asString().contains("cannot be read");
  }

  @Test
  void passesOverFramesOfALaterVersion() {
    RawPeer peer = handshaken();
    peer.send(Frame.newBuilder());
    peer.send(Frame.newBuilder().setFromAgent(unregister()));
    time.run();
    assertThat(masterSide.events).containsExactly("opened m", "FROM_AGENT");
  }

  @Test
  void endsRatherThanSendAMessageThatTheOtherSideWouldRefuse() {
    connect(master, agent);
    agent.send(message(LinkProtocol.MAX_MESSAGE_BYTES));
    time.run();
    assertThat(masterSide.events)
        .hasSize(2)
        .last()
        .asString()
        .startsWith("closed the other side says: a message of ")
        .endsWith(" bytes is too long for the link");
  }

  @Test
  void leavesNoTimerBehind() {
    ChannelPair wire = connect(master, agent);
    wire.sever();
    time.run();
    assertThat(masterSide.events).containsExactly("opened m", "closed connection reset");
    assertThat(time.untilNextTimer()).isEmpty();
  }

  private ChannelPair connect(LinkSession one, LinkSession other) {
    ChannelPair wire = new ChannelPair(time.loop("wire"), one, other);
    time.run();
    return wire;
  }

  private RawPeer handshaken() {
    RawPeer peer = new RawPeer();
    new ChannelPair(time.loop("wire"), master, peer);
    peer.send(Frame.newBuilder().setHello(hello()));
    time.run();
    return peer;
  }

  private static Hello.Builder hello() {
    return Hello.newBuilder().setMinVersion(1).setMaxVersion(1).setSessionId("raw");
  }

  private static AgentMessage unregister() {
    return AgentMessage.newBuilder()
        .setUnregister(UnregisterAgent.newBuilder().setAgentId(AgentID.newBuilder().setValue("a")))
        .build();
  }

  private static AgentMessage message(int bytes) {
    return AgentMessage.newBuilder()
        .setExecutorToFramework(
            ExecutorToFramework.newBuilder()
                .setFrameworkId(FrameworkID.newBuilder().setValue("f"))
                .setExecutorId(ExecutorID.newBuilder().setValue("e"))
                .setData(ByteString.copyFrom(new byte[bytes])))
        .build();
  }

  private static MasterMessage shutdown() {
    return MasterMessage.newBuilder()
        .setShutdown(ShutdownAgent.newBuilder().setReason("r"))
        .build();
  }

  private static final class Recorder implements LinkSession.Handler {
    private final List<String> events = new ArrayList<>();

    @Override
    public void opened(LinkSession session, Welcome welcome) {
      events.add("opened " + welcome.getMasterInfo().getId());
    }

    @Override
    public void received(Frame frame) {
      events.add(frame.getBodyCase().name());
    }

    @Override
    public void heartbeat(Heartbeat heartbeat) {
      events.add("heartbeat" + (heartbeat.hasRegistered() ? " " + heartbeat.getRegistered() : ""));
    }

    @Override
    public void closed(String reason, boolean forGood) {
      events.add("closed " + (forGood ? "for good " : "") + reason);
    }
  }

  private static class Silent implements MessageChannel.Listener {
    @Override
    public void opened(MessageChannel channel) {}

    @Override
    public void received(ByteBuffer message) {}

    @Override
    public void closed(String reason) {}
  }

  /** Speaks frames by hand. */
  private final class RawPeer extends Silent {
    private final List<Frame> frames = new ArrayList<>();
    private @Nullable MessageChannel channel;
    private long sequence;

    @Override
    public void opened(MessageChannel opened) {
      channel = opened;
    }

    @Override
    public void received(ByteBuffer message) {
      try {
        frames.add(Frame.parseFrom(message));
      } catch (com.google.protobuf.InvalidProtocolBufferException e) {
        throw new AssertionError(e);
      }
    }

    void send(Frame.Builder frame) {
      raw(frame.setSequence(++sequence).build().toByteArray());
    }

    void raw(byte[] bytes) {
      time.run();
      requireNonNull(channel).send(ByteBuffer.wrap(bytes));
    }
  }
}
