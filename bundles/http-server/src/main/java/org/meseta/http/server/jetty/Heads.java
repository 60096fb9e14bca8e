package org.meseta.http.server.jetty;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Timers;
import org.meseta.plugin.Timers.Timer;

/**
 * Gives a request's line and headers a time within which they must have come, and closes the
 * connection of who takes longer. Jetty's own limit starts anew with each byte. A connection on
 * which nothing comes is not meant: it may be kept for the next request.
 */
final class Heads implements Connection.Listener, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PERIOD = Duration.ofSeconds(5);

  private final Timers timers;
  private final Clock clock;
  private final Executor pool;
  private final Map<EndPoint, Head> waiting = new ConcurrentHashMap<>();
  private @Nullable Timer next;
  private boolean closed;

  Heads(Timers timers, Clock clock, Executor pool) {
    this.timers = timers;
    this.clock = clock;
    this.pool = pool;
  }

  /** Looks at all connections from now on. */
  synchronized void watch() {
    if (!closed) {
      next = timers.schedule(PERIOD, this::lookSoon);
    }
  }

  private synchronized void lookSoon() {
    if (!closed) {
      pool.execute(this::look);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (next != null) {
      next.cancel();
    }
  }

  @Override
  public void onOpened(Connection connection) {
    if (connection instanceof ConnectionMetaData) {
      waiting.put(connection.getEndPoint(), new Head(connection));
    }
  }

  @Override
  public void onClosed(Connection connection) {
    waiting.remove(connection.getEndPoint());
  }

  /**
   * The head of a request has come.
   *
   * @param answered of this request
   * @return to be called instead; from then on the next request's head may come
   */
  Callback come(Request request, Callback answered) {
    Connection connection = request.getConnectionMetaData().getConnection();
    EndPoint endPoint = connection.getEndPoint();
    waiting.remove(endPoint);
    return Callback.from(() -> waitAgain(connection, endPoint), answered);
  }

  private void waitAgain(Connection connection, EndPoint endPoint) {
    waiting.put(endPoint, new Head(connection));
    if (!endPoint.isOpen()) {
      waiting.remove(endPoint);
    }
  }

  private void look() {
    long now = clock.nanoTime();
    waiting.forEach(
        (endPoint, head) -> {
          if (head.late(now)) {
            endPoint.close();
          }
        });
    watch();
  }

  /** Of a request that has not begun, or not come whole. Used by one look after the other. */
  private static final class Head {
    private final Connection connection;
    private final long bytesBefore;
    private boolean begun;
    private long since;

    Head(Connection connection) {
      this.connection = connection;
      this.bytesBefore = connection.getBytesIn();
    }

    boolean late(long now) {
      if (!begun && connection.getBytesIn() > bytesBefore) {
        begun = true;
        since = now;
      }
      return begun && now - since >= PATIENCE.toNanos();
    }
  }
}
