package org.meseta.master.http.answers;

import org.meseta.http.api.Refusal;
import org.meseta.http.server.HttpAnswer;
import org.meseta.master.api.Outcome;

/** The master's decisions as answers. */
public final class Outcomes {
  private Outcomes() {}

  /**
   * An answer without a body if the call was taken, else one that says why not.
   *
   * @param accepted the status when it was taken
   */
  public static HttpAnswer answer(Outcome outcome, int accepted) {
    if (outcome instanceof Outcome.Refused refused) {
      int status = status(refused.kind());
      String why = refused.message();
      return (why.isEmpty() ? Refusal.plain(status) : Refusal.of(status, why)).answer();
    }
    return HttpAnswer.empty(accepted);
  }

  private static int status(Outcome.Kind kind) {
    return switch (kind) {
      case INVALID -> 400;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case NOT_IMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
    };
  }
}
