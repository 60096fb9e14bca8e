package org.meseta.recording;

/** An allocator does in a replay what it cannot have done when it was recorded. */
final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  DivergedException(String message) {
    super(message);
  }
}
