package org.meseta.http.server.jetty;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.meseta.http.server.HttpAnswer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one answer; the first counts. */
final class Answering {
  private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

  private static final HttpAnswer.Whole FAILED =
      new HttpAnswer.Whole(
          500,
          Map.of("Content-Type", "text/plain; charset=utf-8"),
          "500 Internal Server Error.".getBytes(StandardCharsets.UTF_8));

  private final Host host;
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final AtomicBoolean answered = new AtomicBoolean();

  Answering(Host host, Request request, Response response, Callback callback) {
    this.host = host;
    this.request = request;
    this.response = response;
    this.callback = callback;
  }

  /** No further request on this connection. */
  void closeAfterwards() {
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
  }

  /** There is nobody to answer. */
  void abandon(Throwable why) {
    if (answered.compareAndSet(false, true)) {
      callback.failed(why);
    }
  }

  void send(HttpAnswer answer) {
    if (!answered.compareAndSet(false, true)) {
      LOG.warn("{} was answered already", request.getHttpURI().getPath());
      return;
    }
    try {
      dispatch(answer);
    } catch (RuntimeException e) {
      LOG.error("The answer to {} could not be sent", request.getHttpURI().getPath(), e);
      callback.failed(e);
    }
  }

  private void dispatch(HttpAnswer answer) {
    if (answer instanceof HttpAnswer.Whole whole) {
      whole(whole);
    } else if (answer instanceof HttpAnswer.Written written) {
      written(written);
    } else if (answer instanceof HttpAnswer.Stream stream) {
      stream(stream);
    } else if (answer instanceof HttpAnswer.Channel channel) {
      host.channels().open(channel, request, response, callback);
    }
  }

  private void whole(HttpAnswer.Whole whole) {
    head(whole.status(), whole.headers());
    byte[] body = whole.body();
    if (body.length >= Gzip.MIN_BYTES && gzip(whole.headers())) {
      body = Gzip.compress(body);
      response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
    }
    if (whole.status() != 204 && whole.status() != 304) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    }
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  private void written(HttpAnswer.Written written) {
    head(written.status(), written.headers());
    boolean gzip = gzip(written.headers()) && !has(written.headers(), HttpHeader.CONTENT_LENGTH);
    if (gzip) {
      response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
    }
    CompletionStage<Void> done =
        host.writers()
            .call(
                () -> {
                  WrittenBody.write(written.writer(), response, gzip, host.clock());
                  return null;
                });
    CompletionStage<Void> unused = done.whenComplete((nothing, error) -> end(error));
  }

  private void end(@Nullable Throwable error) {
    if (error == null) {
      callback.succeeded();
      return;
    }
    LOG.info("The body of {} was cut short: {}", request.getHttpURI().getPath(), error.toString());
    if (response.isCommitted()) {
      callback.failed(error);
    } else {
      response.reset();
      whole(FAILED);
    }
  }

  /**
   * The connection is taken from Jetty once the headers are out: Jetty holds back the end of each
   * chunk until the next one, and does not notice a client that goes away.
   */
  private void stream(HttpAnswer.Stream stream) {
    if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1) {
      whole((HttpAnswer.Whole) HttpAnswer.text(505, "A stream needs HTTP/1.1."));
      return;
    }
    head(200, stream.headers());
    boolean bodiless = request.getMethod().equals("HEAD");
    Callback opened =
        bodiless
            ? callback
            : Callback.from(
                () -> RecordStream.open(request, host, stream), callback::failed);
    response.write(bodiless, null, opened);
  }

  private void head(int status, Map<String, String> headers) {
    response.setStatus(status);
    HttpFields.Mutable fields = response.getHeaders();
    headers.forEach(fields::put);
  }

  private boolean gzip(Map<String, String> headers) {
    return !has(headers, HttpHeader.CONTENT_ENCODING)
        && Gzip.accepted(request.getHeaders().getValuesList(HttpHeader.ACCEPT_ENCODING));
  }

  private static boolean has(Map<String, String> headers, HttpHeader name) {
    return headers.keySet().stream().anyMatch(name::is);
  }
}
