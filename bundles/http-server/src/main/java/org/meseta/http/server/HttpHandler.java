package org.meseta.http.server;

import java.util.concurrent.CompletionStage;

/** Answers requests of one route. */
@FunctionalInterface
public interface HttpHandler {

  /**
   * Called on a thread of the server; must not block. The body has been read whole and is within
   * the route's bound.
   *
   * @return the answer; a stage that fails, or an exception, is answered with 500 and logged,
   *     except {@link HttpFailure}, which is its own answer
   */
  CompletionStage<HttpAnswer> handle(HttpRequest request);
}
