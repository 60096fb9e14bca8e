package org.meseta.http.api;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Timers;
import org.meseta.plugin.Timers.Timer;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.Frame;
import org.meseta.protocol.link.Goodbye;
import org.meseta.protocol.link.Heartbeat;
import org.meseta.protocol.link.Hello;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.Welcome;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.runtime.MessageChannel;

/**
 * One end of an agent's link: handshake, numbered frames, heartbeats, an end when the other side is
 * silent for too long. Both ends use this class; it is the listener of its channel.
 *
 * <p>Sending is possible from any thread and never blocks. The {@link Handler} is called as the
 * channel calls its listener: one call at a time and in order, on any thread. Anything that breaks
 * the protocol ends the session with a reason that says what it was.
 */
public final class LinkSession implements MessageChannel.Listener {
  /** At most so many bytes of a frame are not its message. */
  private static final int FRAME_BYTES = 64;

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final Clock clock;
  private final Timers timers;
  private final Handler handler;
  private final Optional<Supplier<MasterInfo>> master;

  // All below is guarded by this.
  private String id;
  private String peer = "nowhere";
  private @Nullable MessageChannel channel;
  private Phase phase = Phase.NEW;
  private long sent;
  private long received;
  private long lastReceivedNanos;
  private Pace pace;
  private boolean registered;
  private @Nullable String endReason;
  private boolean forGood;
  private @Nullable Timer heartbeatTimer;
  private @Nullable Timer watchTimer;

  private enum Phase {
    NEW,
    HANDSHAKE,
    OPEN,
    ENDED
  }

  /**
   * How a link is kept alive.
   *
   * @param heartbeat how often each side sends at least a heartbeat; positive
   * @param silence after which the other side is held to be gone; longer
   */
  public record Pace(Duration heartbeat, Duration silence) {
    /** Every 15 s, and 75 s. */
    public static final Pace USUAL =
        new Pace(LinkProtocol.HEARTBEAT_INTERVAL, LinkProtocol.SILENCE_LIMIT);

    public Pace {
      if (heartbeat.isNegative() || heartbeat.isZero() || silence.compareTo(heartbeat) <= 0) {
        throw new IllegalArgumentException(
            "silence of " + silence + " must be longer than a heartbeat of " + heartbeat);
      }
    }
  }

  /** What a session tells its owner. */
  public interface Handler {

    /**
     * The handshake is done; messages may be sent.
     *
     * @param welcome what the master said, or says
     */
    void opened(LinkSession session, Welcome welcome);

    /** A message; {@code from_agent} on the master's end, {@code from_master} on the agent's. */
    void received(Frame frame);

    /** A heartbeat of the other side. */
    default void heartbeat(Heartbeat heartbeat) {}

    /**
     * The session is over. Comes last and once, whether it was opened or not.
     *
     * @param reason for logs
     * @param forGood the other side does not want us back
     */
    void closed(String reason, boolean forGood);
  }

  private LinkSession(
      Clock clock,
      Timers timers,
      Pace pace,
      Optional<Supplier<MasterInfo>> master,
      String id,
      Handler handler) {
    this.clock = clock;
    this.timers = timers;
    this.pace = pace;
    this.master = master;
    this.id = id;
    this.handler = handler;
  }

  /**
   * The master's end, which waits for a Hello.
   *
   * @param pace which the agent's end keeps as well
   */
  public static LinkSession accepting(
      Clock clock, Timers timers, Pace pace, Supplier<MasterInfo> master, Handler handler) {
    return new LinkSession(clock, timers, pace, Optional.of(master), "", handler);
  }

  /**
   * The agent's end, which says Hello.
   *
   * @param id random text, new for each connection
   */
  public static LinkSession dialling(Clock clock, Timers timers, String id, Handler handler) {
    return new LinkSession(clock, timers, Pace.USUAL, Optional.empty(), id, handler);
  }

  /** For logs: the session's id and the other side's address. */
  public synchronized String description() {
    return (id.isEmpty() ? "link" : id) + "@" + peer;
  }

  /** How long ago something was last received. */
  public synchronized Duration silence() {
    return Duration.ofNanos(clock.nanoTime() - lastReceivedNanos);
  }

  /**
   * Sends a message to the agent. When the session is not open, nothing happens; one over {@link
   * LinkProtocol#MAX_MESSAGE_BYTES} ends it.
   */
  public void send(MasterMessage message) {
    sendOpen(Frame.newBuilder().setFromMaster(message), message.getSerializedSize());
  }

  /** Sends a message to the master, as the other {@code send} does to the agent. */
  public void send(AgentMessage message) {
    sendOpen(Frame.newBuilder().setFromAgent(message), message.getSerializedSize());
  }

  /**
   * What the heartbeats of the master's end say; false until told otherwise. An agent that is not
   * registered any more hears of it at once.
   */
  public synchronized void registered(boolean registered) {
    boolean urgent = this.registered && !registered && phase == Phase.OPEN;
    this.registered = registered;
    if (urgent) {
      cancel(heartbeatTimer);
      beat();
    }
  }

  /** Ends the session after what was sent; the reason goes into both sides' logs. */
  public void close(String reason) {
    end(reason, false);
  }

  @Override
  public synchronized void opened(MessageChannel opened) {
    channel = opened;
    peer = opened.peer();
    phase = Phase.HANDSHAKE;
    lastReceivedNanos = clock.nanoTime();
    watchTimer =
        timers.schedule(LinkProtocol.HANDSHAKE_LIMIT, () -> endIf(Phase.HANDSHAKE, "no handshake"));
    if (master.isEmpty()) {
      transmit(Frame.newBuilder().setHello(hello()));
    }
  }

  @Override
  public void received(ByteBuffer message) {
    Frame frame;
    try {
      frame = Frame.parseFrom(message);
    } catch (InvalidProtocolBufferException e) {
      end("a frame that cannot be read: " + e.getMessage(), false);
      return;
    }
    if (numbered(frame)) {
      take(frame);
    }
  }

  @Override
  public void closed(String reason) {
    String why;
    boolean last;
    synchronized (this) {
      phase = Phase.ENDED;
      stopTimers();
      why = endReason == null ? reason : endReason;
      last = forGood;
    }
    handler.closed(why, last);
  }

  private Hello.Builder hello() {
    return Hello.newBuilder()
        .setMinVersion(LinkProtocol.MIN_VERSION)
        .setMaxVersion(LinkProtocol.MAX_VERSION)
        .setSessionId(id);
  }

  /** Whether the frame is the one that had to come now. */
  private boolean numbered(Frame frame) {
    long expected;
    synchronized (this) {
      if (phase == Phase.ENDED) {
        return false;
      }
      lastReceivedNanos = clock.nanoTime();
      expected = ++received;
    }
    if (frame.getSequence() != expected) {
      end("frame " + frame.getSequence() + " came where " + expected + " was due", false);
      return false;
    }
    return true;
  }

  private void take(Frame frame) {
    boolean open = isOpen();
    switch (frame.getBodyCase()) {
      case HELLO -> onHello(frame, !open && master.isPresent());
      case WELCOME -> onWelcome(frame, !open && master.isEmpty());
      case HEARTBEAT -> deliver(frame, open, () -> handler.heartbeat(frame.getHeartbeat()));
      case GOODBYE -> onGoodbye(frame.getGoodbye());
      case FROM_AGENT -> deliver(frame, open && master.isPresent(), () -> handler.received(frame));
      case FROM_MASTER -> deliver(frame, open && master.isEmpty(), () -> handler.received(frame));
      case BODY_NOT_SET -> {} // of a later version; it kept the link alive
    }
  }

  private void deliver(Frame frame, boolean expected, Runnable delivery) {
    if (expected) {
      delivery.run();
    } else {
      end("a frame that is not due: " + frame.getBodyCase(), false);
    }
  }

  private void onHello(Frame frame, boolean expected) {
    Hello hello = frame.getHello();
    boolean common =
        hello.getMinVersion() <= LinkProtocol.MAX_VERSION
            && hello.getMaxVersion() >= LinkProtocol.MIN_VERSION;
    if (expected && !common) {
      end(
          "no version in common: %d to %d here, %d to %d there"
              .formatted(
                  LinkProtocol.MIN_VERSION,
                  LinkProtocol.MAX_VERSION,
                  hello.getMinVersion(),
                  hello.getMaxVersion()),
          true);
      return;
    }
    deliver(frame, expected, () -> welcome(hello));
  }

  private void welcome(Hello hello) {
    Welcome welcome =
        Welcome.newBuilder()
            .setVersion(Math.min(hello.getMaxVersion(), LinkProtocol.MAX_VERSION))
            .setSessionId(hello.getSessionId())
            .setMasterInfo(master.orElseThrow().get())
            .setHeartbeatIntervalNanos(pace.heartbeat().toNanos())
            .setSilenceLimitNanos(pace.silence().toNanos())
            .build();
    synchronized (this) {
      id = hello.getSessionId();
      transmit(Frame.newBuilder().setWelcome(welcome));
    }
    open(welcome);
  }

  private void onWelcome(Frame frame, boolean expected) {
    Welcome welcome = frame.getWelcome();
    boolean sane =
        welcome.getHeartbeatIntervalNanos() > 0
            && welcome.getSilenceLimitNanos() > welcome.getHeartbeatIntervalNanos();
    if (expected && !sane) {
      end("a welcome with intervals that cannot be kept", false);
      return;
    }
    deliver(frame, expected, () -> open(welcome));
  }

  private void open(Welcome welcome) {
    synchronized (this) {
      if (phase != Phase.HANDSHAKE) {
        return;
      }
      phase = Phase.OPEN;
      stopTimers();
      pace =
          new Pace(
              Duration.ofNanos(welcome.getHeartbeatIntervalNanos()),
              Duration.ofNanos(welcome.getSilenceLimitNanos()));
      heartbeatTimer = timers.schedule(pace.heartbeat(), this::beat);
      watchTimer = timers.schedule(pace.silence(), this::watch);
    }
    handler.opened(this, welcome);
  }

  private void onGoodbye(Goodbye goodbye) {
    synchronized (this) {
      if (phase == Phase.ENDED) {
        return;
      }
      forGood = goodbye.getFinal();
    }
    finish("the other side says: " + goodbye.getReason());
  }

  private synchronized void beat() {
    if (phase == Phase.OPEN) {
      Heartbeat.Builder heartbeat = Heartbeat.newBuilder();
      if (master.isPresent()) {
        heartbeat.setRegistered(registered);
      }
      transmit(Frame.newBuilder().setHeartbeat(heartbeat));
      heartbeatTimer = timers.schedule(pace.heartbeat(), this::beat);
    }
  }

  /** Comes when the silence would be too long if nothing had been received since it was set. */
  private void watch() {
    Duration limit;
    synchronized (this) {
      limit = pace.silence();
      Duration left = limit.minusNanos(clock.nanoTime() - lastReceivedNanos);
      if (phase != Phase.OPEN) {
        return;
      }
      if (left.compareTo(Duration.ZERO) > 0) {
        watchTimer = timers.schedule(left, this::watch);
        return;
      }
    }
    end("nothing heard for " + limit.toSeconds() + " s", false);
  }

  private void endIf(Phase when, String reason) {
    boolean now;
    synchronized (this) {
      now = phase == when;
    }
    if (now) {
      end(reason, false);
    }
  }

  /** Says goodbye, then closes. */
  private void end(String reason, boolean last) {
    synchronized (this) {
      if (phase == Phase.ENDED || channel == null) {
        return;
      }
      forGood = last;
      transmit(
          Frame.newBuilder().setGoodbye(Goodbye.newBuilder().setReason(reason).setFinal(last)));
    }
    finish(reason);
  }

  private void finish(String reason) {
    MessageChannel closing;
    synchronized (this) {
      phase = Phase.ENDED;
      endReason = endReason == null ? reason : endReason;
      stopTimers();
      closing = channel;
      if (closing != null) {
        // The other side may be gone without a trace: do not wait for it for ever.
        watchTimer = timers.schedule(CLOSE_LIMIT, closing::abort);
      }
    }
    if (closing != null) {
      closing.close(reason);
    }
  }

  private synchronized boolean isOpen() {
    return phase == Phase.OPEN;
  }

  private void sendOpen(Frame.Builder frame, int size) {
    if (size > LinkProtocol.MAX_MESSAGE_BYTES - FRAME_BYTES) {
      end("a message of " + size + " bytes is too long for the link", false);
      return;
    }
    synchronized (this) {
      if (phase == Phase.OPEN) {
        transmit(frame);
      }
    }
  }

  /** Numbers and queues in one step, so that the numbers are in the order of the queue. */
  private void transmit(Frame.Builder frame) {
    MessageChannel to = channel;
    if (to != null) {
      Frame numbered = frame.setSequence(++sent).build();
      to.send(ByteBuffer.wrap(numbered.toByteArray()));
    }
  }

  private void stopTimers() {
    cancel(heartbeatTimer);
    cancel(watchTimer);
  }

  private static void cancel(@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }
}
