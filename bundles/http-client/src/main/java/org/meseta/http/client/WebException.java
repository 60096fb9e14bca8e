package org.meseta.http.client;

/** There was no answer, or one that says no. The message is meant for people. */
public final class WebException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;

  WebException(String message) {
    this(0, message);
  }

  WebException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** The status of the answer; 0 if there was none. */
  public int status() {
    return status;
  }
}
