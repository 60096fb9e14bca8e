package org.meseta.protocol.recordio;

/** Bytes from outside that are no records; nothing after them can be read. */
public final class RecordException extends Exception {
  private static final long serialVersionUID = 1;

  RecordException(String message) {
    super(message, null, false, false);
  }
}
