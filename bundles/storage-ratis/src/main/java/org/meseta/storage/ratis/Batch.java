package org.meseta.storage.ratis;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Records that are written together: a byte with the version, 8 bytes with the number of the first
 * (the first of all is 1), and for each one 4 bytes of length and itself. All big endian.
 */
record Batch(long first, List<byte[]> records) {
  private static final byte VERSION = 1;
  private static final int HEADER = 1 + Long.BYTES;

  /** How many bytes a record adds. */
  static int cost(byte[] record) {
    return Integer.BYTES + record.length;
  }

  /** The number of the last record. */
  long last() {
    return first + records.size() - 1;
  }

  byte[] bytes() {
    int size = HEADER;
    for (byte[] record : records) {
      size += cost(record);
    }
    ByteBuffer bytes = ByteBuffer.allocate(size).put(VERSION).putLong(first);
    for (byte[] record : records) {
      bytes.putInt(record.length).put(record);
    }
    return bytes.array();
  }

  /**
   * @throws IllegalArgumentException if that is none of this version
   */
  static Batch of(ByteBuffer bytes) {
    List<byte[]> records = new ArrayList<>();
    long first =
        walk(
            bytes,
            length -> {
              byte[] record = new byte[length];
              bytes.get(record);
              records.add(record);
            });
    return new Batch(first, records);
  }

  /**
   * Which records a batch holds, without reading them.
   *
   * @throws IllegalArgumentException if that is none of this version
   */
  static Span span(ByteBuffer bytes) {
    int[] count = new int[1];
    long first =
        walk(
            bytes,
            length -> {
              bytes.position(bytes.position() + length);
              count[0]++;
            });
    return new Span(first, first + count[0] - 1);
  }

  /** The numbers of the first and the last record. */
  record Span(long first, long last) {}

  private static long walk(ByteBuffer bytes, IntConsumer record) {
    if (bytes.remaining() <= HEADER || bytes.get() != VERSION) {
      throw new IllegalArgumentException("an entry that is no batch of version " + VERSION);
    }
    long first = bytes.getLong();
    while (bytes.remaining() >= Integer.BYTES) {
      int length = bytes.getInt();
      if (length < 0 || length > bytes.remaining()) {
        throw new IllegalArgumentException("a batch with a record of " + length + " bytes");
      }
      record.accept(length);
    }
    if (bytes.hasRemaining()) {
      throw new IllegalArgumentException("a batch that does not end with a record");
    }
    return first;
  }
}
