package org.meseta.master.calls;

import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.meseta.master.allocation.AllocatorHost;
import org.meseta.master.api.MasterFlags;
import org.meseta.master.ledger.Ledger;
import org.meseta.master.metrics.Counters;
import org.meseta.master.registry.Registry;
import org.meseta.plugin.Timers;
import org.meseta.protocol.v1.MasterInfo;
import org.meseta.runtime.Authority;
import org.meseta.runtime.EventLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that a decision is made with. Used on the master's loop only.
 *
 * @param end is told why the master must end
 */
public record Desk(
    MasterFlags flags,
    EventLoop loop,
    Ledger ledger,
    Peers peers,
    Outbox outbox,
    AllocatorHost allocator,
    Authority authority,
    Registry registry,
    Counters counters,
    NewIds ids,
    Consumer<String> end) {
  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

  MasterInfo master() {
    return ledger.master();
  }

  Instant now() {
    return loop.clock().now();
  }

  Timers timers() {
    return loop.timers();
  }

  /** Goes on with a decision when what it needs has been written down. */
  public void after(CompletionStage<?> written, Runnable next) {
    written.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            loop.execute(next);
          } else {
            LOG.error("The registry failed: nothing more is admitted or given up", failure);
          }
        });
  }
}
