package org.meseta.http.server.jetty;

import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.meseta.http.server.Authenticator.Known;
import org.meseta.http.server.Authenticator.Outcome;
import org.meseta.http.server.Authenticator.Refused;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpFailure;
import org.meseta.plugin.authorizer.Principal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on its way: route, authentication, body, handler, answer. No step holds a thread. */
final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final byte[] NO_BODY = {};

  private final Host host;
  private final Request request;
  private final Answering answering;
  private final Budget.Share share;

  Exchange(Host host, Request request, Answering answering) {
    this.host = host;
    this.request = request;
    this.answering = answering;
    this.share = host.bounds().requests().share();
  }

  void start() {
    guard(this::route);
  }

  private void route() {
    Head head = Head.of(request);
    Routes.Match match = host.routes().match(head.path());
    if (match == null) {
      throw new HttpFailure(404, "404 Not Found.");
    }
    Received received = new Received(head, match.rest(), Principal.ANONYMOUS, NO_BODY);
    host.then(
        host.authenticate(match.route().options().realm(), received),
        (outcome, error) -> guard(() -> authenticated(match.route(), received, outcome, error)));
  }

  private void authenticated(
      Routes.Route route, Received received, @Nullable Outcome outcome, @Nullable Throwable error) {
    if (outcome instanceof Known known) {
      int maxBytes = host.bounds().maxBody(route.options().maxBodyBytes());
      host.then(
          new BodyReader(host, request, maxBytes, share).read(),
          (body, failure) ->
              guard(
                  () ->
                      gathered(route, received.from(known.principal()), maxBytes, body, failure)));
    } else if (outcome instanceof Refused refused) {
      answering.send(refused.answer());
    } else {
      fail(error);
    }
  }

  private void gathered(
      Routes.Route route,
      Received received,
      int maxBytes,
      byte @Nullable [] body,
      @Nullable Throwable failure) {
    if (body == null) {
      answering.closeAfterwards(); // the rest of the body is still to come
      fail(failure);
      return;
    }
    request.addIdleTimeoutListener(timeout -> false); // an answer may take its time
    host.then(
        route.handler().handle(received.with(plain(body, received, maxBytes))),
        (answer, error) -> guard(() -> answered(answer, error)));
  }

  private byte[] plain(byte[] body, Received received, int maxBytes) {
    String encoding = received.header("Content-Encoding").orElse("identity");
    return switch (encoding.toLowerCase(Locale.ROOT)) {
      case "identity" -> body;
      case "gzip" -> {
        byte[] plain = Gzip.expand(body, maxBytes, share);
        share.giveBack(body.length);
        yield plain;
      }
      default -> throw new HttpFailure(415, "Content-Encoding '" + encoding + "' is not known.");
    };
  }

  private void answered(@Nullable HttpAnswer answer, @Nullable Throwable error) {
    if (answer == null) {
      fail(error);
    } else {
      share.giveBackAll();
      answering.send(answer);
    }
  }

  @SuppressWarnings("CatchingUnchecked") // whatever a handler throws has to be answered
  private void guard(Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      fail(e);
    }
  }

  private void fail(@Nullable Throwable error) {
    share.giveBackAll();
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    if (cause instanceof HttpFailure failure) {
      answering.send(HttpAnswer.text(failure.status(), String.valueOf(failure.getMessage())));
    } else if (cause instanceof BodyReader.ClientGone gone) {
      answering.abandon(gone.why());
    } else if (cause instanceof RejectedExecutionException) {
      LOG.warn("Too busy for {} {}", request.getMethod(), request.getHttpURI().getPath());
      answering.send(HttpAnswer.text(503, "503 Service Unavailable."));
    } else {
      LOG.error("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), cause);
      answering.send(HttpAnswer.text(500, "500 Internal Server Error."));
    }
  }
}
