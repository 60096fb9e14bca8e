package org.meseta.resources;

/** Something is not a valid resource, attribute or role; the message says what and why. */
public final class ResourceException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * @param message for people
   */
  public ResourceException(String message) {
    super(message);
  }

  /**
   * @param message for people
   * @param cause what was found out first
   */
  public ResourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
