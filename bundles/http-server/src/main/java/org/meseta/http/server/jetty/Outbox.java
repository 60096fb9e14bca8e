package org.meseta.http.server.jetty;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * Messages on their way out, bounded in bytes. They are written one batch after the other, never on
 * the sender's thread.
 */
abstract class Outbox extends IteratingCallback {
  private static final int BATCH = 64;

  private final int maxBytes;
  private final Executor pool;
  private final Queue<ByteBuffer> queue = new ArrayDeque<>(4);
  private int queued;
  private int inFlight;
  private boolean awake;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    ENDING,
    ENDED,
    CLOSED
  }

  /** What became of a message. */
  enum Offer {
    TAKEN,
    FULL,
    CLOSED
  }

  Outbox(int maxBytes, Executor pool) {
    this.maxBytes = maxBytes;
    this.pool = pool;
  }

  /** Writes messages; this is the callback to call when done. */
  abstract void write(List<ByteBuffer> messages);

  /** Writes the end, after everything else; this is the callback to call when done. */
  abstract void writeEnd();

  /** A message goes alone even if it is larger than the bound. */
  final Offer offer(ByteBuffer message) {
    synchronized (this) {
      if (state != State.OPEN) {
        return Offer.CLOSED;
      }
      int size = message.remaining();
      int waiting = queued + inFlight;
      if (waiting > 0 && size > maxBytes - waiting) {
        return Offer.FULL;
      }
      queue.add(message.duplicate());
      queued += size;
      if (awake) {
        return Offer.TAKEN;
      }
      awake = true;
    }
    wake();
    return Offer.TAKEN;
  }

  /** No more messages: what waits is written, then the end. */
  final void finish() {
    synchronized (this) {
      if (state != State.OPEN) {
        return;
      }
      state = State.ENDING;
      if (awake) {
        return;
      }
      awake = true;
    }
    wake();
  }

  /** No more messages, and nothing that waits is written. */
  final synchronized void discard() {
    state = State.CLOSED;
    queue.clear();
    queued = 0;
  }

  @Override
  protected final Action process() {
    List<ByteBuffer> batch;
    synchronized (this) {
      batch = take();
      if (batch.isEmpty()) {
        awake = false;
        if (state != State.ENDING) {
          return state == State.ENDED ? Action.SUCCEEDED : Action.IDLE;
        }
        state = State.ENDED;
      }
    }
    if (batch.isEmpty()) {
      writeEnd();
    } else {
      write(batch);
    }
    return Action.SCHEDULED;
  }

  @Override
  public final InvocationType getInvocationType() {
    return InvocationType.NON_BLOCKING;
  }

  private List<ByteBuffer> take() {
    List<ByteBuffer> batch = new ArrayList<>(Math.min(BATCH, queue.size()));
    inFlight = 0;
    while (!queue.isEmpty() && batch.size() < BATCH) {
      ByteBuffer message = queue.remove();
      inFlight += message.remaining();
      batch.add(message);
    }
    queued -= inFlight;
    return batch;
  }

  private void wake() {
    try {
      pool.execute(this::iterate);
    } catch (RejectedExecutionException e) {
      abort(e);
    }
  }
}
