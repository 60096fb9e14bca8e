package org.meseta.agent.runs;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What failed stages tell people. */
public final class Failures {
  private Failures() {}

  /** The failure itself, without what stages wrap around it. */
  public static Throwable cause(Throwable failure) {
    Throwable inner = failure.getCause();
    return failure instanceof CompletionException && inner != null ? inner : failure;
  }

  /** Its message, or what it is. */
  public static String message(@Nullable Throwable failure) {
    if (failure == null) {
      return "no reason given";
    }
    Throwable cause = cause(failure);
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
