package org.meseta.containerizer.isolation;

import java.util.concurrent.CompletionException;

/** An isolator failed, or is missing. It keeps the text of a failure and not the failure itself. */
public final class IsolatorException extends RuntimeException {
  private static final long serialVersionUID = 1;

  IsolatorException(String message) {
    super(message);
  }

  IsolatorException(String message, Throwable failure) {
    super(message + ": " + told(failure));
  }

  private static String told(Throwable failure) {
    Throwable real =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return real.getMessage() == null ? real.getClass().getName() : real.getMessage();
  }
}
