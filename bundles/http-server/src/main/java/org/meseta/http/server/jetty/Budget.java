package org.meseta.http.server.jetty;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes of unfinished request bodies of a whole server. */
final class Budget {
  private static final long MOST = Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 8);

  private final AtomicLong taken = new AtomicLong();

  /** Takes so many bytes, if there are any left. */
  boolean take(long bytes) {
    if (taken.addAndGet(bytes) <= MOST) {
      return true;
    }
    taken.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }
}
