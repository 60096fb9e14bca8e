package org.meseta.http.server.jetty;

import java.util.concurrent.atomic.AtomicLong;
import org.meseta.http.server.HttpFailure;

/** Bounds the memory that one kind of data of all servers of a process may take, in bytes. */
final class Budget {
  private final long most;
  private final AtomicLong taken = new AtomicLong();

  Budget(long most) {
    this.most = most;
  }

  /** The whole of it. */
  long most() {
    return most;
  }

  /** What is taken now. */
  long taken() {
    return taken.get();
  }

  /** Whether more than half of it is taken. */
  boolean isScarce() {
    return taken.get() > most / 2;
  }

  /** Takes so many bytes, if there are any left. */
  boolean take(long bytes) {
    if (taken.addAndGet(bytes) <= most) {
      return true;
    }
    taken.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }

  /** Nothing yet. */
  Share share() {
    return new Share();
  }

  /** What one request or connection has taken. Usable from any thread. */
  final class Share {
    private final AtomicLong mine = new AtomicLong();

    /** As {@link Budget#take}. */
    boolean take(long bytes) {
      boolean granted = Budget.this.take(bytes);
      mine.addAndGet(granted ? bytes : 0);
      return granted;
    }

    /**
     * As {@link #take}.
     *
     * @throws HttpFailure 503 if it is not granted
     */
    void require(long bytes) {
      if (!take(bytes)) {
        throw new HttpFailure(503, "Too many large requests at once. Try again later.");
      }
    }

    void giveBack(long bytes) {
      mine.addAndGet(-bytes);
      Budget.this.giveBack(bytes);
    }

    /** Gives back all that was taken. May be called again. */
    void giveBackAll() {
      Budget.this.giveBack(mine.getAndSet(0));
    }
  }
}
