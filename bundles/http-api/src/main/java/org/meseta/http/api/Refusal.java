package org.meseta.http.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;

/** Ends a request with an answer that says why. Has no stack trace: it is no fault of ours. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient HttpAnswer answer;

  private Refusal(String message, HttpAnswer answer) {
    super(message, null, false, false);
    this.answer = answer;
  }

  /** A status and a text for people. */
  public static Refusal of(int status, String text) {
    return new Refusal(text, HttpAnswer.text(status, text));
  }

  /** 400. */
  public static Refusal badRequest(String text) {
    return of(400, text);
  }

  /** The status's own text, for example {@code 404 Not Found.}. */
  public static Refusal plain(int status) {
    return of(status, status + " " + reason(status) + ".");
  }

  /** 405, saying which one method goes. */
  public static Refusal methodNotAllowed(String allowed, String received) {
    String text =
        "405 Method Not Allowed. Expecting one of { '%s' }, but received '%s'."
            .formatted(allowed, received);
    return new Refusal(text, HttpAnswer.text(405, text).with("Allow", allowed));
  }

  /** What the caller gets. */
  public HttpAnswer answer() {
    return answer;
  }

  /** The handler, with each refusal that it throws, or that its stage fails with, as the answer. */
  public static HttpHandler answered(HttpHandler handler) {
    return request -> {
      try {
        return handler.handle(request).exceptionally(Refusal::answerOf);
      } catch (Refusal refusal) {
        return CompletableFuture.completedFuture(refusal.answer());
      }
    };
  }

  private static HttpAnswer answerOf(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof Refusal refusal) {
      return refusal.answer();
    }
    throw failure instanceof CompletionException e ? e : new CompletionException(cause);
  }

  /** The answer as a stage. */
  public static CompletionStage<HttpAnswer> done(HttpAnswer answer) {
    return CompletableFuture.completedFuture(answer);
  }

  private static String reason(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 409 -> "Conflict";
      case 501 -> "Not Implemented";
      case 503 -> "Service Unavailable";
      default -> "Error";
    };
  }
}
