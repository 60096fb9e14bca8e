package org.meseta.master.calls;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.SchedulerStream;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Offered;
import org.meseta.master.state.Table;
import org.meseta.plugin.Timers.Timer;
import org.meseta.plugin.allocator.FrameworkOptions;
import org.meseta.plugin.allocator.OfferFilter;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects, disconnects and removes frameworks. */
public final class FrameworkDesk {
  private static final Logger LOG = LoggerFactory.getLogger(FrameworkDesk.class);
  static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final double NANOS_PER_SECOND = 1e9;

  private final Desk desk;
  private final OfferDesk offers;
  private final FrameworkRemoval removal;
  private final Map<FrameworkID, Timer> heartbeats = new HashMap<>();
  private final Map<FrameworkID, Timer> failovers = new HashMap<>();

  public FrameworkDesk(Desk desk, OfferDesk offers, TaskDesk tasks) {
    this.desk = desk;
    this.offers = offers;
    this.removal = new FrameworkRemoval(desk, tasks);
  }

  /** The framework, which is in the ledger, is at this stream from now on. */
  void connect(FrameworkID id, SchedulerStream stream) {
    cancel(failovers.remove(id));
    desk.peers().connect(id, stream);
    double seconds = HEARTBEAT.toNanos() / NANOS_PER_SECOND;
    desk.peers().toStream(stream, Events.subscribed(id, desk.master(), seconds));
    heartbeat(id, stream);
  }

  private void heartbeat(FrameworkID id, SchedulerStream stream) {
    if (desk.peers().streamOf(id) == stream) {
      desk.peers().toStream(stream, Events.HEARTBEAT);
      cancel(heartbeats.put(id, desk.timers().schedule(HEARTBEAT, () -> heartbeat(id, stream))));
    }
  }

  /** The framework was connected and is so no more; it may come back in time. */
  void disconnect(FrameworkID id) {
    desk.peers().disconnect(id);
    cancel(heartbeats.remove(id));
    desk.allocator().deactivateFramework(id);
    discardOffers(id);
    desk.ledger()
        .framework(
            id,
            f -> {
              f.connected = false;
              f.active = false;
              f.unregisteredTime = Optional.of(desk.now());
            });
    awaitFailover(id);
  }

  private void awaitFailover(FrameworkID id) {
    Framework framework = desk.ledger().framework(id);
    if (framework != null) {
      double seconds = framework.info().getFailoverTimeout();
      Duration timeout = Duration.ofNanos((long) (seconds * NANOS_PER_SECOND));
      LOG.info("Framework {} disconnected; it has {} s to return", id.getValue(), seconds);
      cancel(failovers.put(id, desk.timers().schedule(timeout, () -> failoverExpired(id))));
    }
  }

  private void failoverExpired(FrameworkID id) {
    Framework framework = desk.ledger().framework(id);
    if (framework != null && !framework.connected()) {
      LOG.info("Framework {} did not return in time", id.getValue());
      remove(framework);
    }
  }

  /** Ends the framework's offers without a word: it does not know them or needs not. */
  void discardOffers(FrameworkID id) {
    Framework framework = desk.ledger().framework(id);
    if (framework != null) {
      List<Offered> out = List.copyOf(framework.offers().values());
      out.forEach(offer -> offers.discard(offer, Optional.empty()));
    }
  }

  /** Adds a framework of which only agents have told so far. */
  void recover(FrameworkInfo info) {
    LOG.info("Framework {} is known from an agent", info.getId().getValue());
    desk.ledger().put(fresh(info, true));
    desk.allocator().addFramework(info.getId(), info, false, FrameworkOptions.NONE);
  }

  Framework fresh(FrameworkInfo info, boolean recovered) {
    return new Framework(
        info,
        !recovered,
        !recovered,
        recovered,
        desk.now(),
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        OfferFilter.NONE,
        Table.empty(),
        Table.empty(),
        List.of(),
        Table.empty(),
        Table.empty(),
        Table.empty());
  }

  /** Ends a framework: its tasks are killed, and it cannot come back. */
  void remove(Framework framework) {
    FrameworkID id = framework.id();
    cancel(heartbeats.remove(id));
    cancel(failovers.remove(id));
    discardOffers(id);
    removal.remove(id);
  }

  private static void cancel(@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }
}
