package org.meseta.http.server.jetty;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one answer; the first counts. */
final class Answering {
  private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

  private static final HttpAnswer.Whole FAILED = plain(500, "500 Internal Server Error.");
  private static final HttpAnswer.Whole BUSY = plain(503, "503 Service Unavailable.");

  /** Smaller bodies need no memory worth counting. */
  private static final int SMALL = 4 * 1024;

  private final Host host;
  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Budget.Share share;
  private final AtomicBoolean answered = new AtomicBoolean();

  Answering(Host host, Request request, Response response, Callback callback) {
    this.host = host;
    this.request = request;
    this.response = response;
    this.share = host.bounds().answers().share();
    this.callback = Callback.from(callback, share::giveBackAll);
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
      LOG.warn("{} was answered already", path());
      return;
    }
    try {
      dispatch(answer);
    } catch (RuntimeException e) {
      LOG.error("The answer to {} could not be sent", path(), e);
      callback.failed(e);
    }
  }

  private void dispatch(HttpAnswer answer) {
    if (answer instanceof HttpAnswer.Whole whole) {
      whole(whole);
    } else if (answer instanceof HttpAnswer.Written written) {
      large().write(written, compressed(written));
    } else if (answer instanceof HttpAnswer.Copied copied) {
      large().copy(copied);
    } else if (answer instanceof HttpAnswer.Stream stream) {
      stream(stream);
    } else if (answer instanceof HttpAnswer.Channel channel) {
      host.channels().open(channel, request, response, callback);
    }
  }

  private void whole(HttpAnswer.Whole whole) {
    byte[] body = whole.body();
    boolean gzip = body.length >= Gzip.MIN_BYTES && gzip(whole.headers());
    if (gzip) {
      body = Gzip.compress(body);
    }
    if (body.length > SMALL && !share.take(body.length)) {
      whole(BUSY);
      return;
    }
    head(whole.status(), whole.headers());
    if (gzip) {
      response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
    }
    if (whole.status() != 204 && whole.status() != 304) {
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    }
    if (body.length > SMALL) {
      large().send(ByteBuffer.wrap(body));
    } else {
      response.write(true, ByteBuffer.wrap(body), callback);
    }
  }

  private LargeBody large() {
    return new LargeBody(host, request, response, share, this::end);
  }

  private boolean compressed(HttpAnswer.Written written) {
    return gzip(written.headers()) && !has(written.headers(), HttpHeader.CONTENT_LENGTH);
  }

  private void end(@Nullable Throwable error) {
    if (error == null) {
      callback.succeeded();
    } else if (response.isCommitted()) {
      LOG.info("The body of {} was cut short: {}", path(), error.toString());
      callback.failed(error);
    } else {
      response.reset();
      share.giveBackAll();
      whole(refusal(error));
    }
  }

  private HttpAnswer.Whole refusal(Throwable error) {
    if (error instanceof HttpFailure failure) {
      return plain(failure.status(), String.valueOf(failure.getMessage()));
    }
    LOG.warn("The body of {} could not be made: {}", path(), error.toString());
    return error instanceof RejectedExecutionException ? BUSY : FAILED;
  }

  private String path() {
    return String.valueOf(request.getHttpURI().getPath());
  }

  /**
   * The connection is taken from Jetty once the headers are out: Jetty holds back the end of each
   * chunk until the next one, and does not notice a client that goes away.
   */
  private void stream(HttpAnswer.Stream stream) {
    if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_1_1) {
      whole(plain(505, "A stream needs HTTP/1.1."));
      return;
    }
    head(200, stream.headers());
    // By itself Jetty would leave it out where the client wants no further request.
    response.getHeaders().put(HttpHeader.TRANSFER_ENCODING, HttpHeaderValue.CHUNKED);
    boolean bodiless = request.getMethod().equals("HEAD");
    Callback opened =
        bodiless
            ? callback
            : Callback.from(() -> RecordStream.open(request, host, stream), callback::failed);
    response.write(bodiless, null, opened);
  }

  private static HttpAnswer.Whole plain(int status, String text) {
    return (HttpAnswer.Whole) HttpAnswer.text(status, text);
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
