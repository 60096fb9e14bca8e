package org.meseta.agent.http.link;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.api.Agent;
import org.meseta.http.api.LinkProtocol;
import org.meseta.http.api.LinkSession;
import org.meseta.http.client.DialOptions;
import org.meseta.plugin.Timers.Timer;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.MessageChannel;
import org.meseta.runtime.Runtime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a link to the master: dials, and dials again after a random wait that grows from attempt to
 * attempt, so that thousands of agents do not come at once. A master that does not lead sends the
 * agent on to the one that does. Usable from any thread.
 */
public final class MasterDialer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MasterDialer.class);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** The second bound, at least: who asks for no wait at all gets none only once. */
  private static final Duration SECOND_WAIT = Duration.ofMillis(100);

  /** A link that lasted so long was a good one, and the next wait is a first one again. */
  private static final Duration STEADY = LinkProtocol.HEARTBEAT_INTERVAL;

  private static final DialOptions OPTIONS =
      new DialOptions(
          LinkProtocol.NAME,
          Map.of(),
          Duration.ofSeconds(10),
          LinkProtocol.MAX_MESSAGE_BYTES,
          LinkProtocol.MAX_QUEUE_BYTES);

  private final Agent agent;
  private final Runtime runtime;
  private final Dialing dialing;
  private final URI address;
  private final Duration backoff;
  private final RandomGenerator random;
  private final EventLoop loop;

  // All below belongs to the loop.
  private Duration wait;
  private @Nullable Long openSince;
  private boolean closed;
  private @Nullable Timer timer;
  private @Nullable MessageChannel channel;
  private @Nullable LinkSession session;

  /** Opens channels. */
  @FunctionalInterface
  public interface Dialing {
    /** As {@link org.meseta.http.client.WebSocketDialer#dial}. */
    MessageChannel dial(URI address, DialOptions options, MessageChannel.Listener listener);
  }

  /**
   * Dials nothing yet.
   *
   * @param address of the link's endpoint
   * @param backoff bound of the first wait; what is negative counts as zero, and more than a minute
   *     as a minute
   */
  public MasterDialer(
      Agent agent, Runtime runtime, Dialing dialing, URI address, Duration backoff) {
    this.agent = agent;
    this.runtime = runtime;
    this.dialing = dialing;
    this.address = address;
    this.backoff = within(Duration.ZERO, backoff);
    this.wait = this.backoff;
    this.random = runtime.random();
    this.loop = runtime.loop("agent-link");
  }

  /** Begins. */
  public void start() {
    loop.execute(this::later);
  }

  /** A random wait within a bound that doubles each time. */
  private void later() {
    if (closed) {
      return;
    }
    Duration now = Duration.ofNanos((long) (wait.toNanos() * random.nextDouble()));
    wait = within(SECOND_WAIT, wait.multipliedBy(2));
    timer = loop.timers().schedule(now, this::dial);
  }

  private static Duration within(Duration least, Duration bound) {
    Duration longer = bound.compareTo(least) < 0 ? least : bound;
    return longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
  }

  private void dial() {
    if (closed) {
      return;
    }
    LinkedMaster master = new LinkedMaster(agent, this::opened, this::ended);
    session =
        LinkSession.dialling(
            runtime.clock(), runtime.timers(), runtime.newUuid().toString(), master);
    channel = dialing.dial(address, OPTIONS, session);
  }

  private void opened() {
    loop.execute(() -> openSince = loop.clock().nanoTime());
  }

  private void ended(String reason, boolean forGood) {
    if (forGood) {
      LOG.error("The master at {} does not want this agent: {}", address, reason);
    } else {
      LOG.info("No link to the master at {}: {}", address, reason);
    }
    loop.execute(
        () -> {
          session = null;
          channel = null;
          if (forGood) {
            wait = LONGEST_WAIT;
          } else if (wasSteady()) {
            wait = backoff;
          }
          openSince = null;
          later();
        });
  }

  /** A master that takes the link and ends it at once is not dialled ever faster. */
  private boolean wasSteady() {
    Long since = openSince;
    return since != null && loop.clock().nanoTime() - since >= STEADY.toNanos();
  }

  /** Ends the link, if there is one, and dials no more. */
  @Override
  public void close() {
    loop.execute(
        () -> {
          closed = true;
          if (timer != null) {
            timer.cancel();
          }
          if (session != null) {
            session.close("the agent ends");
          }
          if (channel != null) {
            channel.close("the agent ends");
          }
        });
    loop.close();
  }
}
