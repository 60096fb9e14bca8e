package org.meseta.http.server.jetty;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Clock;

/**
 * Blocks of a body on their way out, at the pace of the reader. Whoever makes them waits for the
 * reader for a quarter of a second in all; from then on what waits is kept in memory. When there is
 * none, the reader must take something within some seconds.
 */
final class Drain extends IteratingCallback {
  /** So large is a block at most; one of them is always allowed. */
  static final int BLOCK = 32 * 1024;

  /** A quick reader needs no more. */
  private static final int WINDOW = 32 * BLOCK;

  private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PAUSE_MILLIS = 50;

  private final Response response;
  private final Budget.Share share;
  private final Stall stall;
  private final Clock clock;
  private final Consumer<@Nullable Throwable> end;

  // Guarded by this.
  private final Queue<Block> blocks = new ArrayDeque<>();
  private final Queue<ByteBuffer> spare = new ArrayDeque<>();
  private @Nullable Block inFlight;
  private int waiting;
  private long waitedNanos;
  private long progressNanos;
  private boolean started;
  private boolean ended;
  private @Nullable IOException failure;

  /**
   * @param counted whether it has taken memory of its own
   */
  private record Block(ByteBuffer bytes, boolean last, boolean counted) {}

  /**
   * @param share of which the room for one block is taken already
   * @param end told when all is sent, or why it is not
   */
  Drain(
      Response response,
      Budget.Share share,
      Stall stall,
      Clock clock,
      Consumer<@Nullable Throwable> end) {
    this.response = response;
    this.share = share;
    this.stall = stall;
    this.clock = clock;
    this.end = end;
  }

  /**
   * Takes a block; blocks itself for seconds at most.
   *
   * @param block not longer than {@link #BLOCK}; not to be changed any more
   * @param isLast no more will come
   * @throws IOException if the reader is gone, or so slow that the body has to be given up
   */
  void add(ByteBuffer block, boolean isLast) throws IOException {
    int size = block.remaining();
    synchronized (this) {
      boolean counted = awaitRoom(size);
      refuse();
      started = true;
      blocks.add(new Block(block, isLast, counted));
      waiting += size;
      stall.queued(size);
    }
    iterate();
  }

  /** There will be no more: whoever makes the blocks failed. */
  void cut(Throwable why) {
    boolean nothingSent;
    synchronized (this) {
      nothingSent = !started;
      fail(new IOException("the body was not finished: " + why, why));
    }
    if (nothingSent) {
      end.accept(why);
    } else {
      iterate();
      stall.drop();
    }
  }

  /** An empty block to be filled and added. */
  synchronized ByteBuffer block() {
    ByteBuffer used = spare.poll();
    return used == null ? ByteBuffer.allocate(BLOCK) : used;
  }

  /**
   * Whether memory was taken; a block that is alone needs none. Looks now and then by itself:
   * others may give back memory, which nobody tells us.
   */
  private boolean awaitRoom(int size) throws IOException {
    long begin = clock.nanoTime();
    progressNanos = begin;
    try {
      while (failure == null && waiting > 0) {
        long now = clock.nanoTime();
        boolean patient = waiting >= WINDOW && waitedNanos + now - begin < GRACE_NANOS;
        if (!patient && share.take(size)) {
          waitedNanos += now - begin;
          return true;
        }
        if (now - progressNanos > PATIENCE_NANOS) {
          throw new IOException("the reader is too slow for what memory there is");
        }
        wait(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    }
    return false;
  }

  private void refuse() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  private void fail(IOException why) {
    failure = failure == null ? why : failure;
    blocks.clear();
    notifyAll();
  }

  @Override
  protected Action process() throws IOException {
    Block next;
    synchronized (this) {
      settle();
      refuse();
      next = blocks.poll();
      if (next == null) {
        return ended ? Action.SUCCEEDED : Action.IDLE;
      }
      inFlight = next;
      ended = next.last;
    }
    response.write(next.last, next.bytes, this);
    return Action.SCHEDULED;
  }

  /** The block before is out. */
  private void settle() {
    Block out = inFlight;
    if (out != null) {
      int size = out.bytes.limit();
      inFlight = null;
      waiting -= size;
      stall.sent(size);
      share.giveBack(out.counted ? size : 0);
      if (size == BLOCK && spare.size() < WINDOW / BLOCK) {
        spare.add(out.bytes.clear());
      }
      progressNanos = clock.nanoTime();
      notifyAll();
    }
  }

  @Override
  protected void onCompleteSuccess() {
    end.accept(null);
  }

  @Override
  protected void onCompleteFailure(Throwable error) {
    synchronized (this) {
      fail(new IOException("the reader is gone: " + error, error));
    }
    end.accept(error);
  }
}
