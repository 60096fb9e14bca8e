package org.meseta.agent.http.link;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meseta.http.api.LinkSession;
import org.meseta.http.client.DialOptions;
import org.meseta.protocol.link.Frame;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.Welcome;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.runtime.ManualTime;
import org.meseta.runtime.MessageChannel;
import org.meseta.testkit.channel.ChannelPair;

/** A network on virtual time with one master in it, which may be there or not. */
final class FakeNet implements MasterDialer.Dialing {
  /** When it was dialled, since the start. */
  final List<Duration> attempts = new ArrayList<>();

  /** What the master saw, and what became of attempts that nobody answered. */
  final List<String> events = new ArrayList<>();

  final List<DialOptions> options = new ArrayList<>();
  boolean up = true;
  @Nullable ChannelPair wire;
  @Nullable LinkSession master;

  private final ManualTime time;
  private MessageChannel.@Nullable Listener waiting;

  FakeNet(ManualTime time) {
    this.time = time;
  }

  @Override
  public MessageChannel dial(URI address, DialOptions dialled, MessageChannel.Listener listener) {
    attempts.add(Duration.between(ManualTime.START, time.now()));
    options.add(dialled);
    if (!up) {
      waiting = listener;
      return new Nowhere();
    }
    LinkSession end =
        LinkSession.accepting(
            time, time.timers(), LinkSession.Pace.USUAL, FakeNet::info, new MasterEnd());
    master = end;
    wire = new ChannelPair(time.loop("wire"), listener, end);
    return wire.left();
  }

  private static MasterInfo info() {
    return MasterInfo.newBuilder().setId("m").setIp(0).setPort(5050).build();
  }

  void send(MasterMessage.Builder message) {
    requireNonNull(master).send(message.build());
  }

  /** Somebody answers the attempt that waits, and says nothing more. */
  void answer() {
    requireNonNull(waiting).opened(new Nowhere());
  }

  /** Says this on the attempt that was answered. */
  void say(Frame.Builder frame) {
    byte[] bytes = frame.setSequence(1).build().toByteArray();
    requireNonNull(waiting).received(ByteBuffer.wrap(bytes));
  }

  /** The attempt that waits, or was answered, is over. */
  void refuse(String reason) {
    requireNonNull(waiting).closed(reason);
  }

  /** What the master hears. */
  private final class MasterEnd implements LinkSession.Handler {
    @Override
    public void opened(LinkSession session, Welcome welcome) {
      events.add("open");
    }

    @Override
    public void received(Frame frame) {
      events.add(frame.getFromAgent().getMessageCase().name());
    }

    @Override
    public void closed(String reason, boolean forGood) {
      events.add("closed: " + reason);
    }
  }

  /** A connection with nobody at its end. */
  private final class Nowhere implements MessageChannel {
    @Override
    public boolean send(ByteBuffer message) {
      return false;
    }

    @Override
    public void close(String reason) {
      events.add("given up: " + reason);
    }

    @Override
    public void abort() {
      close("aborted");
    }

    @Override
    public String peer() {
      return "nowhere";
    }
  }
}
