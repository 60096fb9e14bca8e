package org.meseta.testkit.cluster.net;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * One direction of a connection: what is sent arrives later, in order, until the wire is cut. What
 * is under way then, and all after it, is lost.
 */
public final class Wire<M> {
  private final Lines lines;
  private final Consumer<M> receiver;
  private long lastArrival;
  private long sendsLeft = Long.MAX_VALUE;
  private boolean cut;

  /** A wire that works. */
  public Wire(Lines lines, Consumer<M> receiver) {
    this.lines = lines;
    this.receiver = receiver;
    this.lastArrival = lines.now();
  }

  /** Sends a message on its way. */
  public void send(M message) {
    if (sendsLeft <= 0) {
      cut = true;
    }
    sendsLeft--;
    arrive(() -> receiver.accept(message));
  }

  /** Does something when all that was sent has arrived; never, if the wire is cut before. */
  public void afterAll(Runnable action) {
    arrive(action);
  }

  /** Nothing arrives any more. */
  public void cut() {
    cut = true;
  }

  /** So many more messages go through; the wire is cut when the next one is sent. */
  public void cutAfter(int messages) {
    sendsLeft = Math.min(sendsLeft, messages);
  }

  /** Whether nothing arrives any more. */
  public boolean isCut() {
    return cut;
  }

  private void arrive(Runnable arrival) {
    long now = lines.now();
    lastArrival = Math.max(lastArrival + 1, now + lines.latency().toNanos());
    lines.after(
        Duration.ofNanos(lastArrival - now),
        () -> {
          if (!cut) {
            arrival.run();
          }
        });
  }
}
