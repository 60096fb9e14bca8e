package org.meseta.http.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.meseta.plugin.authorizer.Principal;

/** Finds out who sent a request. */
@FunctionalInterface
public interface Authenticator {

  /** Takes everybody for {@link Principal#ANONYMOUS}. */
  Authenticator NOBODY =
      (realm, request) -> CompletableFuture.completedStage(new Known(Principal.ANONYMOUS));

  /**
   * Called before the body is read, on a thread of the server; must not block.
   *
   * @param realm as the route says
   * @param request with an empty body and an anonymous principal
   * @return who it is or how to answer; a stage that fails, or an exception, is answered as {@link
   *     HttpHandler#handle} says
   */
  CompletionStage<Outcome> authenticate(String realm, HttpRequest request);

  /** Who it is, or a challenge. */
  sealed interface Outcome {}

  /** The request is from this principal. */
  record Known(Principal principal) implements Outcome {}

  /** The request is refused, with an answer such as 401 with {@code WWW-Authenticate}. */
  record Refused(HttpAnswer answer) implements Outcome {}
}
