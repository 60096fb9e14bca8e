package org.meseta.http.client;

import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;

/** Says in words why the network failed. */
final class Failures {
  private Failures() {}

  static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  static String text(Throwable failure) {
    Throwable cause = cause(failure);
    if (has(cause, UnresolvedAddressException.class)) {
      return "unknown host";
    }
    if (cause instanceof HttpTimeoutException) {
      return "timed out";
    }
    if (cause instanceof ConnectException) {
      return "connection refused";
    }
    String message = cause.getMessage();
    if (has(cause, ClosedChannelException.class) || isBroken(String.valueOf(message))) {
      return "connection broken";
    }
    return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
  }

  /** The JDK has no type for it, and many wordings. */
  private static boolean isBroken(String message) {
    return message.contains("received no bytes")
        || message.startsWith("EOF")
        || message.contains("Connection reset")
        || message.contains("Broken pipe")
        || message.endsWith(": closed");
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (kind.isInstance(at)) {
        return true;
      }
    }
    return false;
  }
}
