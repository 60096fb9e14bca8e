package org.meseta.plugin.host;

import java.util.concurrent.CompletionException;

/**
 * Failures of plugins as text: who keeps the failure itself, even in a log, keeps the plugin's
 * classes.
 */
public final class FailureText {
  private static final int LINES = 12;

  private FailureText() {}

  /** In one line. */
  public static String brief(Throwable failure) {
    Throwable real = cause(failure);
    String type = real.getClass().getSimpleName();
    String message = message(real);
    return message.isEmpty() ? type : type + ": " + message;
  }

  /** With the first lines of where it happened. */
  public static String full(Throwable failure) {
    StringBuilder text = new StringBuilder(brief(failure));
    StackTraceElement[] trace = cause(failure).getStackTrace();
    for (int i = 0; i < Math.min(LINES, trace.length); i++) {
      text.append("\n    at ").append(trace[i]);
    }
    return text.toString();
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** A plugin's own exception may fail even at this. */
  private static String message(Throwable failure) {
    try {
      String message = failure.getMessage();
      return message == null ? "" : message;
    } catch (RuntimeException e) {
      return "";
    }
  }
}
