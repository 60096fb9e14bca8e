package org.meseta.protocol.json;

/** JSON from outside that is no message; the text says what is wrong and where. */
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1;

  /** What is wrong. */
  public enum Kind {
    /** The text is not JSON, or it is nested deeper or larger than we read. */
    SYNTAX,
    /** The text is JSON, but not a form of the message asked for. */
    CONTENT
  }

  private final Kind kind;

  JsonException(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  /** Which half of the way failed: text to JSON, or JSON to message. */
  public Kind kind() {
    return kind;
  }
}
