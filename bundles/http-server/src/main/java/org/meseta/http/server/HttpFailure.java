package org.meseta.http.server;

/** Ends a request with an error status and a plain text for people. */
public final class HttpFailure extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;

  /**
   * @param status 400 to 599
   * @param message the body of the answer
   */
  public HttpFailure(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** 400 to 599. */
  public int status() {
    return status;
  }
}
