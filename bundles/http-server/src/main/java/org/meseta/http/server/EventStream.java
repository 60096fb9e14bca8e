package org.meseta.http.server;

import java.nio.ByteBuffer;

/** An endless answer. Usable from any thread; nothing here blocks. */
public interface EventStream {

  /**
   * Queues one record, framed already; it goes out as one chunk. Its bytes must not change any
   * more.
   *
   * @return false if it was not queued: the stream is closed, or the reader is so slow that the
   *     queue would go over its bound in bytes, in which case the stream is closed as {@code
   *     backlog}
   */
  boolean send(ByteBuffer record);

  /** Sends what is queued, then ends the stream. */
  void close();
}
