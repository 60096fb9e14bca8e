package org.meseta.plugin.host;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then what is left over of plugins, so that all can read it, and logs it once. */
public final class LeftoverLog implements AutoCloseable {
  static final Duration PACE = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(LeftoverLog.class);

  private final PluginBoard board;
  private final Clock clock;
  private final Timers timers;
  private final Set<Leftover> told = new HashSet<>();
  private Timers.Timer next;

  public LeftoverLog(PluginBoard board, Clock clock, Timers timers) {
    this.board = board;
    this.clock = clock;
    this.timers = timers;
    this.next = timers.schedule(PACE, this::look);
  }

  private synchronized void look() {
    List<Leftover> found = board.findLeftovers(clock.now());
    told.retainAll(found);
    for (Leftover each : found) {
      if (told.add(each)) {
        LOG.warn("{} {} of {}: {}", each.kind(), each.name(), each.origin(), each.reason());
      }
    }
    next = timers.schedule(PACE, this::look);
  }

  @Override
  public synchronized void close() {
    next.cancel();
  }
}
