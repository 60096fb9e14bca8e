package org.meseta.http.server.jetty;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.meseta.http.server.HttpFailure;
import org.meseta.plugin.Timers.Timer;

/** Gathers a request's body as it comes, within bounds of size and time. */
final class BodyReader implements Runnable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Host host;
  private final Request request;
  private final int maxBytes;
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private final CountedBytes bytes;
  private @Nullable Timer deadline;

  /**
   * @param share from which the body is taken; whoever reads gives it back
   */
  BodyReader(Host host, Request request, int maxBytes, Budget.Share share) {
    this.host = host;
    this.request = request;
    this.maxBytes = maxBytes;
    int length = (int) Math.min(Integer.MAX_VALUE, request.getLength());
    this.bytes = new CountedBytes(share, length < 0 ? maxBytes : length, length >= 0);
  }

  /** Fails with {@link HttpFailure} or {@link ClientGone}. */
  CompletionStage<byte[]> read() {
    if (request.getLength() > maxBytes) {
      body.completeExceptionally(tooLarge(maxBytes));
    } else {
      gather();
    }
    return body;
  }

  /** More of the body is there. */
  @Override
  public void run() {
    gather();
  }

  private synchronized void gather() {
    while (!body.isDone()) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        await();
        return;
      }
      accept(chunk);
    }
  }

  private void await() {
    if (deadline == null) {
      deadline = host.timers().schedule(PATIENCE, () -> host.pool().execute(this::expire));
    }
    request.demand(this);
  }

  private void accept(Content.Chunk chunk) {
    if (Content.Chunk.isFailure(chunk)) {
      fail(new ClientGone(chunk.getFailure()));
      return;
    }
    try {
      bytes.add(chunk.getByteBuffer());
      if (chunk.isLast()) {
        cancelDeadline();
        body.complete(bytes.whole());
      }
    } catch (HttpFailure refused) {
      fail(refused);
    } finally {
      chunk.release();
    }
  }

  private void expire() {
    fail(new HttpFailure(408, "The body did not arrive in " + PATIENCE.toSeconds() + " s."));
  }

  private synchronized void fail(RuntimeException failure) {
    cancelDeadline();
    body.completeExceptionally(failure);
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel();
    }
  }

  static HttpFailure tooLarge(int maxBytes) {
    return new HttpFailure(413, "The body is larger than " + maxBytes + " bytes.");
  }

  /** The body broke off: there is nobody left to answer, or nothing more to read from him. */
  static final class ClientGone extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Throwable why;

    ClientGone(Throwable why) {
      super(why);
      this.why = why;
    }

    /** What Jetty says of it: that the body is malformed, or that the connection is gone. */
    Throwable why() {
      return why;
    }
  }
}
