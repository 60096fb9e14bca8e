package org.meseta.agent.recovery;

/** The agent cannot go on where it left off; the message says why and what to do. */
public final class RecoveryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message for the operator
   */
  public RecoveryException(String message) {
    super(message);
  }
}
