package org.meseta.storage.ratis;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

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
    if (bytes.remaining() < HEADER || bytes.get() != VERSION) {
      throw new IllegalArgumentException("an entry that is no batch of version " + VERSION);
    }
    long first = bytes.getLong();
    List<byte[]> records = new ArrayList<>();
    while (bytes.remaining() >= Integer.BYTES) {
      int length = bytes.getInt();
      if (length < 0 || length > bytes.remaining()) {
        throw new IllegalArgumentException("a batch with a record of " + length + " bytes");
      }
      byte[] record = new byte[length];
      bytes.get(record);
      records.add(record);
    }
    if (bytes.hasRemaining() || records.isEmpty()) {
      throw new IllegalArgumentException("a batch that does not end with a record");
    }
    return new Batch(first, records);
  }
}
