package org.meseta.recording;

import com.google.protobuf.MessageLite;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * How messages lie in a recording: a line that tells the version, then each message as its length,
 * the checksum of that length, its bytes, and the checksum of these. The length has one of its own
 * so that a wrong one is not taken for a file that was cut. A length of zero is the end.
 */
final class Frames {
  static final int VERSION = 2;

  /** Bytes of a frame that has no message. */
  static final int FRAME = 3 * Integer.BYTES;

  private static final String NAME = "meseta recording ";

  private final Path file;
  private final DataInputStream in;
  private final long size;
  private long offset;
  private boolean ended;

  /**
   * @param in at the start of the file
   * @param size in bytes; what comes after is not read
   * @throws IOException if it is no recording of this version; the message names the file
   */
  Frames(Path file, InputStream in, long size) throws IOException {
    this.file = file;
    this.in = new DataInputStream(in);
    this.size = size;
    byte[] start = in.readNBytes(start().length);
    if (!Arrays.equals(start, start())) {
      String text = new String(start, StandardCharsets.ISO_8859_1);
      throw new IOException(
          file
              + (start.length == start().length && text.startsWith(NAME)
                  ? " is a recording of another version than " + VERSION
                  : " is no recording, or one of a version before " + VERSION));
    }
    offset = start.length;
  }

  /** What a recording begins with. */
  static byte[] start() {
    return (NAME + VERSION + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] of(MessageLite message) {
    return framed(message.toByteArray());
  }

  /** What a recording that was ended in order ends with. */
  static byte[] end() {
    return framed(new byte[0]);
  }

  private static byte[] framed(byte[] message) {
    ByteBuffer frame = ByteBuffer.allocate(FRAME + message.length).putInt(message.length);
    frame.putInt(checksum(frame.array(), Integer.BYTES)).put(message);
    return frame.putInt(checksum(message, message.length)).array();
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }

  /**
   * The next message. Empty at the end, or where the file stops though no end was written.
   *
   * @throws IOException if the file is damaged; the message says where
   */
  Optional<byte[]> next() throws IOException {
    if (ended || size - offset < 2 * Integer.BYTES) {
      require(!ended || size == offset);
      return Optional.empty();
    }
    byte[] length = in.readNBytes(Integer.BYTES);
    require(in.readInt() == checksum(length, length.length));
    int bytes = ByteBuffer.wrap(length).getInt();
    if (bytes > size - offset - FRAME) {
      return Optional.empty();
    }
    require(bytes >= 0);
    byte[] message = in.readNBytes(bytes);
    require(in.readInt() == checksum(message, bytes));
    offset += FRAME + (long) bytes;
    ended = bytes == 0;
    return ended ? next() : Optional.of(message);
  }

  private void require(boolean sound) throws IOException {
    if (!sound) {
      throw new IOException(file + " is damaged at offset " + offset);
    }
  }

  /** Whether the end was read. */
  boolean isEnded() {
    return ended;
  }

  /** Bytes up to the end of what was read last. */
  long offset() {
    return offset;
  }
}
