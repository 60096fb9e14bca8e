package org.meseta.runtime;

/**
 * A flag is unknown or its value is not valid; the message names the flag and says what is wrong.
 */
public final class FlagException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /**
   * @param message for the operator
   */
  public FlagException(String message) {
    super(message);
  }

  /** The value of this flag will not do. */
  public static FlagException invalid(String flag, String value, String expected) {
    return new FlagException(
        "Flag --" + flag + ": '" + value + "' is not valid, expected " + expected);
  }
}
