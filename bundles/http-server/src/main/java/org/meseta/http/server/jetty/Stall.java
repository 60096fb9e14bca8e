package org.meseta.http.server.jetty;

import java.time.Duration;
import org.eclipse.jetty.io.EndPoint;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Timers.Timer;

/** Watches a body on its way out, and drops the connection of a reader that is far too slow. */
final class Stall {
  private static final Duration PERIOD = Duration.ofSeconds(5);
  private static final long FEWEST_BYTES = 5 * 16 * 1024;

  /** So many periods in a row a reader may be too slow; where memory is scarce, not even one. */
  private static final int PATIENCE = 6;

  private final Host host;
  private final EndPoint endPoint;
  private long waiting;
  private long sent;
  private boolean drained = true;
  private int slow;
  private @Nullable Timer timer;

  private Stall(Host host, EndPoint endPoint) {
    this.host = host;
    this.endPoint = endPoint;
  }

  /** Watches from now on. */
  static Stall watch(Host host, EndPoint endPoint) {
    Stall stall = new Stall(host, endPoint);
    stall.next();
    return stall;
  }

  /** So many bytes wait for the reader. */
  synchronized void queued(long bytes) {
    waiting += bytes;
  }

  /** The reader took so many of them. */
  synchronized void sent(long bytes) {
    waiting -= bytes;
    sent += bytes;
    drained |= waiting == 0;
  }

  /** Does not wait any longer. */
  void drop() {
    host.pool().execute(endPoint::close);
  }

  /** There is nothing to watch any more. */
  synchronized void end() {
    if (timer != null) {
      timer.cancel();
    }
    timer = null;
    drained = true;
  }

  private synchronized void next() {
    sent = 0;
    drained = waiting == 0;
    timer = host.timers().schedule(PERIOD, this::check);
  }

  /** A reader that had something to read all the time must have taken some of it. */
  private synchronized void check() {
    if (timer == null) {
      return;
    }
    slow = !drained && sent < FEWEST_BYTES ? slow + 1 : 0;
    if (slow >= (host.bounds().answers().isScarce() ? 1 : PATIENCE)) {
      drop();
    } else {
      next();
    }
  }
}
