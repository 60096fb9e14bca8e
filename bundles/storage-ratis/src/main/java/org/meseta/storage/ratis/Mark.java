package org.meseta.storage.ratis;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.zip.CRC32C;
import org.meseta.storage.AtomicFile;
import org.meseta.storage.DamagedFileException;
import org.meseta.storage.FileMode;

/**
 * Up to which record all was acknowledged, in a file beside the log: a log that is shorter than it
 * once was does not say so itself. 8 bytes that say what it is, 8 bytes with the number, 4 of
 * checksum; within one sector, so it is never half written. It never says more than what is durable
 * in the log, and is durable itself before anything is acknowledged.
 */
final class Mark implements Closeable {
  private static final long MAGIC = 0x6d65736d61726b01L;
  private static final int SIZE = 20;

  private final FileChannel channel;

  private Mark(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * The number in the file; empty if there is none.
   *
   * @throws DamagedFileException if something else is in it
   */
  static OptionalLong read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return OptionalLong.empty();
    }
    ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
    if (content.remaining() != SIZE
        || content.getLong(0) != MAGIC
        || content.getInt(16) != checksum(content.array())) {
      throw new DamagedFileException(file, 0, "it does not say up to where all was acknowledged");
    }
    return OptionalLong.of(content.getLong(8));
  }

  static void create(Path file) throws IOException {
    new AtomicFile(file, FileMode.PRIVATE).write(bytes(0).array());
  }

  static Mark open(Path file) throws IOException {
    return new Mark(FileChannel.open(file, StandardOpenOption.WRITE));
  }

  /** Durably. */
  void set(long number) throws IOException {
    ByteBuffer bytes = bytes(number);
    while (bytes.hasRemaining()) {
      channel.write(bytes, bytes.position());
    }
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static ByteBuffer bytes(long number) {
    ByteBuffer bytes = ByteBuffer.allocate(SIZE).putLong(MAGIC).putLong(number);
    return bytes.putInt(checksum(bytes.array())).flip();
  }

  private static int checksum(byte[] mark) {
    CRC32C crc = new CRC32C();
    crc.update(mark, 0, 16);
    return (int) crc.getValue();
  }
}
