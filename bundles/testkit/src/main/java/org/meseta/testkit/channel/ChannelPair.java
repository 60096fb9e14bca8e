package org.meseta.testkit.channel;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.meseta.runtime.MessageChannel;

/**
 * Two ends of one channel in memory. What one end sends reaches the other's listener as a task of
 * the executor, so that on virtual time a whole conversation runs in one thread. A test may cut the
 * wire: then nothing arrives any more, and nobody is told.
 */
public final class ChannelPair {
  private final End left;
  private final End right;
  private boolean cut;

  /**
   * Opens both ends.
   *
   * @param executor delivers in the order in which it was given things, one at a time
   */
  public ChannelPair(
      Executor executor,
      MessageChannel.Listener leftListener,
      MessageChannel.Listener rightListener) {
    left = new End("left", executor, leftListener);
    right = new End("right", executor, rightListener);
    executor.execute(() -> leftListener.opened(left));
    executor.execute(() -> rightListener.opened(right));
  }

  /** The end whose listener was named first. */
  public MessageChannel left() {
    return left;
  }

  /** The other end. */
  public MessageChannel right() {
    return right;
  }

  /** From now on everything is lost, as when a host loses its power. */
  public void cut() {
    cut = true;
  }

  /** Both ends see the connection break. */
  public void sever() {
    left.closeWith("connection reset");
    right.closeWith("connection reset");
  }

  /** One end. */
  private final class End implements MessageChannel {
    private final String name;
    private final Executor executor;
    private final Listener listener;
    private final Queue<ByteBuffer> arriving = new ArrayDeque<>();
    private boolean closed;

    End(String name, Executor executor, Listener listener) {
      this.name = name;
      this.executor = executor;
      this.listener = listener;
    }

    @Override
    public boolean send(ByteBuffer message) {
      if (closed) {
        return false;
      }
      if (!cut) {
        other().arrive(message);
      }
      return true;
    }

    private void arrive(ByteBuffer message) {
      arriving.add(message);
      executor.execute(
          () -> {
            ByteBuffer next = arriving.poll();
            if (next != null && !closed) {
              listener.received(next);
            }
          });
    }

    @Override
    public void close(String reason) {
      if (!cut) {
        closeWith(reason);
        other().closeWith(reason);
      }
    }

    @Override
    public void abort() {
      closeWith("aborted");
    }

    /** After what has been sent already. */
    private void closeWith(String reason) {
      executor.execute(
          () -> {
            if (!closed) {
              closed = true;
              listener.closed(reason);
            }
          });
    }

    @Override
    public String peer() {
      return "memory-" + other().name;
    }

    private End other() {
      return this == left ? right : left;
    }
  }
}
