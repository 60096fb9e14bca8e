package org.meseta.storage;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The start of a log: 8 bytes that say what it is and in which version, 8 bytes with the offset up
 * to which all is acknowledged, 4 bytes of checksum. All big endian. It lies within one sector of
 * any disk, so it is never half written.
 */
final class LogHeader {
  static final int SIZE = 20;
  private static final long MAGIC = 0x6d65736c6f670001L;

  private LogHeader() {}

  static ByteBuffer bytes(long acknowledged) {
    ByteBuffer header = ByteBuffer.allocate(SIZE).putLong(MAGIC).putLong(acknowledged);
    return header.putInt(checksum(header.array())).flip();
  }

  /** The offset up to which all is acknowledged, or -1 if this is no header. */
  static long acknowledged(byte[] header) {
    ByteBuffer buffer = ByteBuffer.wrap(header);
    boolean ours = buffer.getLong(0) == MAGIC && buffer.getInt(16) == checksum(header);
    return ours && buffer.getLong(8) >= SIZE ? buffer.getLong(8) : -1;
  }

  /** A whole file, all acknowledged. */
  static byte[] file(Iterable<byte[]> records) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (byte[] record : records) {
      frames.writeBytes(RecordLog.frame(record).array());
    }
    long end = SIZE + (long) frames.size();
    ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(end));
    return file.put(bytes(end)).put(frames.toByteArray()).array();
  }

  private static int checksum(byte[] header) {
    CRC32C crc = new CRC32C();
    crc.update(header, 0, 16);
    return (int) crc.getValue();
  }
}
