package org.meseta.storage.ratis;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.meseta.storage.AtomicFile;
import org.meseta.storage.DamagedFileException;
import org.meseta.storage.FileMode;

/**
 * A state as of a record. In its file: 8 bytes that say what it is, 8 bytes with the record's
 * number, 4 bytes of checksum over number and state, the state.
 */
final class Snapshot {
  private static final long MAGIC = 0x6d6573736e617001L;
  private static final int HEADER = 20;

  private final long last;
  private final byte[] state;

  Snapshot(long last, byte[] state) {
    this.last = last;
    this.state = state;
  }

  /** Number of the last record that it covers. */
  long last() {
    return last;
  }

  byte[] state() {
    return state;
  }

  void write(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER + state.length);
    bytes.putLong(MAGIC).putLong(last).putInt(checksum(last, state)).put(state);
    new AtomicFile(file, FileMode.PRIVATE).write(bytes.array());
  }

  static Snapshot read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    if (bytes.remaining() < HEADER || bytes.getLong() != MAGIC) {
      throw new DamagedFileException(file, 0, "it does not start as a snapshot of this version");
    }
    long last = bytes.getLong();
    int checksum = bytes.getInt();
    byte[] state = new byte[bytes.remaining()];
    bytes.get(state);
    if (checksum(last, state) != checksum) {
      throw new DamagedFileException(file, HEADER, "its checksum says that it is not what it was");
    }
    return new Snapshot(last, state);
  }

  private static int checksum(long last, byte[] state) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES).putLong(last).flip());
    crc.update(state);
    return (int) crc.getValue();
  }
}
