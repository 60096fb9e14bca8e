package org.meseta.http.server.jetty;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.meseta.http.server.HttpAnswer;

/** Starts sending a body that is large. Headers are sent with its first bytes. */
final class LargeBody {
  private static final String BUSY = "too many answers wait for slow readers";

  private final Host host;
  private final Request request;
  private final Response response;
  private final Budget.Share share;
  private final Consumer<@Nullable Throwable> end;

  /**
   * @param share from which the memory is taken; whoever is told the end gives it back
   * @param end told when all is sent, or why it is not: {@link RejectedExecutionException} if there
   *     is no memory or no thread for it now
   */
  LargeBody(
      Host host,
      Request request,
      Response response,
      Budget.Share share,
      Consumer<@Nullable Throwable> end) {
    this.host = host;
    this.request = request;
    this.response = response;
    this.share = share;
    this.end = end;
  }

  /** Sends what is in memory, and counted already; the headers are set. */
  void send(ByteBuffer body) {
    Stall stall = watch();
    stall.queued(body.remaining());
    response.write(
        true, body, Callback.from(() -> end(stall, null), failure -> end(stall, failure)));
  }

  void write(HttpAnswer.Written written, boolean gzip) {
    if (!share.take(Drain.BLOCK)) {
      end.accept(new RejectedExecutionException(BUSY));
      return;
    }
    head(written.status(), written.headers());
    if (gzip) {
      response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
    }
    Stall stall = watch();
    Drain drain = new Drain(response, share, stall, host.clock(), error -> end(stall, error));
    CompletionStage<Boolean> made =
        host.writers()
            .call(
                () -> {
                  WrittenBody.write(written.writer(), gzip, drain);
                  return true;
                });
    CompletionStage<Boolean> unused =
        made.whenComplete(
            (done, error) -> {
              if (error != null) {
                drain.cut(error);
              }
            });
  }

  void copy(HttpAnswer.Copied copied) {
    if (!share.take(Copying.BLOCK)) {
      end.accept(new RejectedExecutionException(BUSY));
      return;
    }
    Part part = Part.of(request.getHeaders(), copied.size());
    head(part.status(), copied.headers());
    HttpFields.Mutable fields = response.getHeaders();
    fields.put(HttpHeader.ACCEPT_RANGES, "bytes");
    part.contentRange().ifPresent(value -> fields.put(HttpHeader.CONTENT_RANGE, value));
    fields.put(HttpHeader.CONTENT_LENGTH, part.length());
    if (part.length() == 0 || request.getMethod().equals("HEAD")) {
      response.write(true, null, Callback.from(() -> end.accept(null), error -> end.accept(error)));
      return;
    }
    Stall stall = watch();
    new Copying(host, response, copied.opener(), part, stall, error -> end(stall, error)).iterate();
  }

  private void head(int status, Map<String, String> headers) {
    response.setStatus(status);
    headers.forEach(response.getHeaders()::put);
  }

  private Stall watch() {
    return Stall.watch(host, request.getConnectionMetaData().getConnection().getEndPoint());
  }

  private void end(Stall stall, @Nullable Throwable error) {
    stall.end();
    end.accept(error instanceof CompletionException ? error.getCause() : error);
  }
}
