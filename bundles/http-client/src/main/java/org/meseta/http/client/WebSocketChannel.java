package org.meseta.http.client;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Timers;
import org.meseta.runtime.MessageChannel;

/**
 * The client's end of a WebSocket. The JDK takes one message at a time; what comes meanwhile waits
 * here, bounded in bytes. Locks are held for a few instructions only, never while calling out.
 */
final class WebSocketChannel implements MessageChannel {
  /** So long the other side may take to answer our wish to close. */
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private static final int MAX_REASON_BYTES = 123;

  private final int maxQueueBytes;
  private final Timers timers;
  private final Listener listener;
  private final InOrder calls = new InOrder();

  private String peer;
  private final Queue<ByteBuffer> queue = new ArrayDeque<>();
  private long queuedBytes;
  private boolean sending;
  private boolean closeSent;
  private boolean closed;
  private @Nullable String closing;
  private @Nullable CompletableFuture<WebSocket> dialling;
  private @Nullable WebSocket socket;

  WebSocketChannel(String peer, int maxQueueBytes, Timers timers, Listener listener) {
    this.peer = peer;
    this.maxQueueBytes = maxQueueBytes;
    this.timers = timers;
    this.listener = listener;
  }

  @Override
  public synchronized String peer() {
    return peer;
  }

  @Override
  public boolean send(ByteBuffer message) {
    if (!isOpen()) {
      return false;
    }
    if (!enqueued(message)) {
      lost("backlog");
      return false;
    }
    pump();
    return true;
  }

  private synchronized boolean isOpen() {
    return socket != null && closing == null && !closed;
  }

  private synchronized boolean enqueued(ByteBuffer message) {
    if (queuedBytes + message.remaining() > maxQueueBytes) {
      return false;
    }
    queuedBytes += message.remaining();
    return queue.add(message);
  }

  @Override
  public void close(String reason) {
    synchronized (this) {
      if (closing != null || closed) {
        return;
      }
      closing = reason;
    }
    if (socket() == null) {
      lost(reason);
      return;
    }
    timers.schedule(CLOSE_TIMEOUT, () -> lost(reason));
    pump();
  }

  @Override
  public void abort() {
    lost("aborted");
  }

  /** The connection is being made, there; of several the last one counts. */
  void dialling(String address, CompletableFuture<WebSocket> future) {
    synchronized (this) {
      if (!closed) {
        peer = address;
        dialling = future;
        return;
      }
    }
    future.cancel(true);
  }

  void opened(WebSocket opened) {
    if (adopted(opened)) {
      calls.execute(() -> hear(opened, () -> listener.opened(this)));
    } else {
      opened.abort();
    }
  }

  private synchronized boolean adopted(WebSocket opened) {
    if (closed) {
      return false;
    }
    socket = opened;
    dialling = null;
    return true;
  }

  void received(ByteBuffer message) {
    WebSocket from = socket();
    if (from != null) {
      calls.execute(() -> hear(from, () -> listener.received(message)));
    }
  }

  private void hear(WebSocket from, Runnable call) {
    try {
      call.run();
    } finally {
      from.request(1);
    }
  }

  private synchronized @Nullable WebSocket socket() {
    return closed ? null : socket;
  }

  /** Closes because the other side does what it must not. */
  void refuse(WebSocket by, int code, String reason) {
    if (over()) {
      Later.then(by.sendClose(code, shortened(reason)), (done, failure) -> by.abort());
      tell(reason);
    }
  }

  /** The connection is over, or ends hereby. Tells the listener, the first time. */
  void lost(String reason) {
    if (over()) {
      release();
      tell(reason);
    }
  }

  private synchronized boolean over() {
    boolean first = !closed;
    closed = true;
    queue.clear();
    return first;
  }

  private void release() {
    WebSocket open;
    CompletableFuture<WebSocket> opening;
    synchronized (this) {
      open = socket;
      opening = dialling;
    }
    if (opening != null) {
      opening.cancel(true);
    }
    if (open != null) {
      open.abort();
    }
  }

  private void tell(String reason) {
    String ours = closing();
    calls.execute(() -> listener.closed(ours != null ? ours : reason));
  }

  private synchronized @Nullable String closing() {
    return closing;
  }

  /**
   * Sends until the JDK is busy. Loops rather than recurses: a long queue must not eat the stack.
   */
  private void pump() {
    for (ByteBuffer next = next(); next != null; next = next()) {
      int size = next.remaining();
      CompletableFuture<WebSocket> sent = open().sendBinary(next, true);
      if (!sent.isDone() || sent.isCompletedExceptionally()) {
        Later.then(sent, (done, failure) -> sent(size, failure));
        return;
      }
      settled(size);
    }
    closeWhenEmpty();
  }

  private void sent(int size, @Nullable Throwable failure) {
    settled(size);
    if (failure == null) {
      pump();
    } else {
      lost(Failures.text(failure));
    }
  }

  private synchronized void settled(int size) {
    sending = false;
    queuedBytes -= size;
  }

  private synchronized WebSocket open() {
    if (socket == null) {
      throw new IllegalStateException("not open");
    }
    return socket;
  }

  private synchronized @Nullable ByteBuffer next() {
    if (sending || closed) {
      return null;
    }
    ByteBuffer next = queue.poll();
    sending = next != null;
    return next;
  }

  private void closeWhenEmpty() {
    WebSocket to;
    String reason;
    synchronized (this) {
      if (closing == null || sending || closeSent || closed || socket == null) {
        return;
      }
      closeSent = true;
      to = socket;
      reason = closing;
    }
    Later.then(
        to.sendClose(WebSocket.NORMAL_CLOSURE, shortened(reason)),
        (done, failure) -> {
          if (failure != null) {
            lost(reason);
          }
        });
  }

  /** A close frame has room for so many bytes; longer reasons are cut at a whole character. */
  private static String shortened(String reason) {
    String cut = reason;
    while (cut.getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut;
  }
}
