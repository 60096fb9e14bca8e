package org.meseta.bootstrap;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Leaves out what colours text, {@code ESC [ 1 ; 31 m}; all else passes. For one thread. */
final class Uncoloured extends FilterOutputStream {
  private static final int ESCAPE = 0x1b;
  private static final int LONGEST = 32;

  /** A sequence that may be one. */
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream(LONGEST);

  Uncoloured(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteArrayOutputStream passed = new ByteArrayOutputStream(length + LONGEST);
    for (int i = offset; i < offset + length; i++) {
      take(bytes[i], passed);
    }
    passed.writeTo(out);
  }

  private void take(byte next, ByteArrayOutputStream passed) {
    boolean goesOn = goesOn(next);
    if (!goesOn) {
      release(passed);
    }
    if (goesOn || next == ESCAPE) {
      begun.write(next);
    } else {
      passed.write(next);
    }
    if (goesOn && next == 'm') {
      begun.reset();
    }
  }

  /** Whether a sequence has begun that this belongs to. */
  private boolean goesOn(byte next) {
    return switch (begun.size()) {
      case 0, LONGEST -> false;
      case 1 -> next == '[';
      default -> next == 'm' || next == ';' || (next >= '0' && next <= '9');
    };
  }

  private void release(ByteArrayOutputStream to) {
    to.writeBytes(begun.toByteArray());
    begun.reset();
  }

  @Override
  public void close() throws IOException {
    begun.writeTo(out);
    begun.reset();
    super.close();
  }
}
