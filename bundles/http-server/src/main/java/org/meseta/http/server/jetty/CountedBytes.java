package org.meseta.http.server.jetty;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that become more; what they take of the memory is counted while they grow. */
final class CountedBytes {
  /** A larger step saves copies, and never takes more than was announced. */
  private static final int ANNOUNCED_STEP = 8;

  private static final int STEP = 2;
  private static final int FIRST = 1024;

  private final Budget.Share share;
  private final int most;
  private final boolean announced;
  private byte[] bytes = {};
  private int size;

  /**
   * @param most there will be no more than so many
   * @param announced there will be exactly so many, if nothing goes wrong
   */
  CountedBytes(Budget.Share share, int most, boolean announced) {
    this.share = share;
    this.most = most;
    this.announced = announced;
  }

  /**
   * @throws org.meseta.http.server.HttpFailure 413 if they become too many, 503 if there is no
   *     memory for them now
   */
  void add(ByteBuffer part) {
    int count = part.remaining();
    if (count > most - size) {
      throw BodyReader.tooLarge(most);
    }
    if (size + count > bytes.length) {
      resize(capacity(size + count));
    }
    part.get(bytes, size, count);
    size += count;
  }

  /** All of them; nothing may be added any more. */
  byte[] whole() {
    if (size < bytes.length) {
      resize(size);
    }
    return bytes;
  }

  private int capacity(int needed) {
    long grown =
        announced ? (long) ANNOUNCED_STEP * bytes.length : Math.max(FIRST, (long) STEP * size);
    return (int) Math.min(most, Math.max(needed, grown));
  }

  private void resize(int capacity) {
    share.require(capacity);
    int before = bytes.length;
    bytes = Arrays.copyOf(bytes, capacity);
    share.giveBack(before);
  }
}
