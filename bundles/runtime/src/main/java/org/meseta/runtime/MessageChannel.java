package org.meseta.runtime;

import java.nio.ByteBuffer;

/**
 * One end of an ordered connection that carries whole binary messages both ways. Usable from any
 * thread; nothing here blocks.
 */
public interface MessageChannel {

  /**
   * Queues a message.
   *
   * @return false if it was not queued: the channel is closed, or the queue would go over its bound
   *     in bytes, in which case the channel is closed as {@code backlog}
   */
  boolean send(ByteBuffer message);

  /** Sends what is queued, then closes. May be called again. */
  void close(String reason);

  /** Closes at once and drops what is queued. */
  void abort();

  /** Address of the other side, for logs. */
  String peer();

  /** Gets what the other side sends. Calls come one at a time and in order, on any thread. */
  interface Listener {

    /** The channel is open. Comes first. */
    void opened(MessageChannel channel);

    /** A whole message; the buffer is the listener's to keep. */
    void received(ByteBuffer message);

    /** The channel is closed, by whichever side. Comes last and once. */
    void closed(String reason);
  }
}
