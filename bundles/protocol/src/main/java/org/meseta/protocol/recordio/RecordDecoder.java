package org.meseta.protocol.recordio;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Records to payloads, from bytes that arrive in any pieces. A record takes at most twice the
 * memory of its bytes that have come, whatever length was announced. Not safe for use by several
 * threads at once.
 */
public final class RecordDecoder {
  private static final byte[] NONE = {};

  private final int maxLength;
  private State state = State.BEFORE_LENGTH;
  private int length;
  private byte[] payload = NONE;
  private int filled;

  private enum State {
    BEFORE_LENGTH,
    IN_LENGTH,
    IN_PAYLOAD,
    BROKEN
  }

  /**
   * @param maxLength longest payload that is taken, in bytes; at least 0
   */
  public RecordDecoder(int maxLength) {
    if (maxLength < 0) {
      throw new IllegalArgumentException("Negative length " + maxLength);
    }
    this.maxLength = maxLength;
  }

  /**
   * Takes all of the bytes and hands on each payload that they complete, in order, in an array of
   * its own.
   *
   * @throws RecordException if a length is malformed or over the limit; payloads before it were
   *     handed on, and whatever follows fails too
   */
  public void decode(ByteBuffer bytes, Consumer<byte[]> payloads) throws RecordException {
    while (bytes.hasRemaining()) {
      if (state == State.IN_PAYLOAD) {
        takePayload(bytes);
      } else {
        takeLength(bytes.get());
      }
      if (state == State.IN_PAYLOAD && filled == length) {
        payloads.accept(finished());
      }
    }
  }

  /** Whether the bytes so far end with a whole record; at the end of a stream they should. */
  public boolean complete() {
    return state == State.BEFORE_LENGTH;
  }

  private void takeLength(byte next) throws RecordException {
    if (next >= '0' && next <= '9' && state != State.BROKEN) {
      addDigit(next - '0');
    } else if (next == '\n' && state == State.IN_LENGTH) {
      state = State.IN_PAYLOAD;
    } else {
      throw broken("Malformed record length: unexpected byte " + (next & 0xff));
    }
  }

  private void addDigit(int digit) throws RecordException {
    long longer = (state == State.IN_LENGTH ? length * 10L : 0) + digit;
    if (longer > maxLength) {
      throw broken("Record is longer than " + maxLength + " bytes");
    }
    length = (int) longer;
    state = State.IN_LENGTH;
  }

  private void takePayload(ByteBuffer bytes) {
    int count = Math.min(bytes.remaining(), length - filled);
    if (payload.length < filled + count) {
      long roomier = Math.max(filled + count, 2L * payload.length);
      payload = Arrays.copyOf(payload, (int) Math.min(length, roomier));
    }
    bytes.get(payload, filled, count);
    filled += count;
  }

  /** The array is never longer than the record, so a full one is the payload. */
  private byte[] finished() {
    byte[] whole = payload;
    payload = NONE;
    filled = 0;
    state = State.BEFORE_LENGTH;
    return whole;
  }

  private RecordException broken(String message) {
    state = State.BROKEN;
    payload = NONE;
    return new RecordException(message);
  }
}
