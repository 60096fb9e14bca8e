package org.meseta.http.server.jetty;

import java.io.ByteArrayOutputStream;
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
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private @Nullable Timer deadline;

  BodyReader(Host host, Request request, int maxBytes) {
    this.host = host;
    this.request = request;
    this.maxBytes = maxBytes;
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
      finish(new ClientGone(chunk.getFailure()));
      return;
    }
    int size = chunk.remaining();
    if (size > maxBytes - bytes.size()) {
      finish(tooLarge(maxBytes));
    } else if (!host.bodies().take(size)) {
      finish(new HttpFailure(503, "Too many large requests at once."));
    } else {
      byte[] part = new byte[size];
      chunk.getByteBuffer().get(part);
      append(part, chunk.isLast());
    }
    chunk.release();
  }

  private void append(byte[] part, boolean last) {
    if (last && bytes.size() == 0) {
      host.bodies().giveBack(part.length);
      cancelDeadline();
      body.complete(part); // the common case: all at once
      return;
    }
    bytes.writeBytes(part);
    if (last) {
      finish(null);
    }
  }

  private void expire() {
    finish(new HttpFailure(408, "The body did not arrive in " + PATIENCE.toSeconds() + " s."));
  }

  private synchronized void finish(@Nullable RuntimeException failure) {
    if (body.isDone()) {
      return;
    }
    host.bodies().giveBack(bytes.size());
    cancelDeadline();
    if (failure == null) {
      body.complete(bytes.toByteArray());
    } else {
      body.completeExceptionally(failure);
    }
  }

  private void cancelDeadline() {
    if (deadline != null) {
      deadline.cancel();
    }
  }

  static HttpFailure tooLarge(int maxBytes) {
    return new HttpFailure(413, "The body is larger than " + maxBytes + " bytes.");
  }

  /** There is nobody left to answer. */
  static final class ClientGone extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClientGone(Throwable cause) {
      super(cause);
    }
  }
}
