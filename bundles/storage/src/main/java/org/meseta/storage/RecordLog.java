package org.meseta.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A file of records that only grows. A record is acknowledged when a {@link #sync} after it has
 * returned; from then on it is found again after a crash or power loss, or the file is refused.
 * Records that were not acknowledged may be found or lost, the later ones first.
 *
 * <p>Not for use by several threads at a time, nor for one file opened twice. All methods block.
 * After an {@link IOException} only {@link #close} works: open the file again to find out what is
 * in it.
 *
 * <p>The file starts with a {@link LogHeader} that says up to where all was acknowledged; then come
 * frames: length and checksum, each 4 bytes, big endian, and the record. The header of one sync
 * becomes durable with the next, so that a sync costs one flush.
 */
public final class RecordLog implements Closeable {
  static final int FRAME = 8;

  private final Path file;
  private final FileChannel channel;
  private final int limit;
  private final Recovery recovery;
  private long end;
  private boolean failed;

  private RecordLog(Path file, FileChannel channel, int limit, Recovery recovery) {
    this.file = file;
    this.channel = channel;
    this.limit = limit;
    this.recovery = recovery;
    this.end = recovery.end();
  }

  /**
   * Opens a log, or makes an empty one if there is no such file.
   *
   * @param limit the largest record, in bytes; no larger one is written, and one that is found is
   *     taken as damage
   * @param replay is given all records in order; the arrays are its to keep. What it throws ends
   *     the opening
   * @throws DamagedFileException if something acknowledged is damaged or missing; nothing is
   *     changed then
   */
  public static RecordLog open(Path file, int limit, Consumer<byte[]> replay) throws IOException {
    if (!Files.exists(file)) {
      replace(file, List.of());
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      Recovery recovery = new LogReader(file, channel, limit).read(replay);
      if (recovery.dropped() > 0) {
        channel.truncate(recovery.end());
        channel.force(true);
      }
      channel.position(recovery.end());
      return new RecordLog(file, channel, limit, recovery);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Durably replaces a log, or makes one, that holds just {@code records}. Nobody has it open. */
  public static void replace(Path file, Iterable<byte[]> records) throws IOException {
    new AtomicFile(file, FileMode.PRIVATE).write(LogHeader.file(records));
  }

  /**
   * Makes an empty log. When this returns it survives the end of this process, and not certainly
   * that of the host; so do records that are appended later and never acknowledged.
   */
  public static void createUntilReboot(Path file) throws IOException {
    new AtomicFile(file, FileMode.PRIVATE).writeUntilReboot(LogHeader.file(List.of()));
  }

  /** What opening has found. */
  public Recovery recovery() {
    return recovery;
  }

  /** Size of the file in bytes. */
  public long size() {
    return end;
  }

  /**
   * Adds a record. It is not acknowledged yet.
   *
   * @throws IllegalArgumentException if it is larger than the limit; nothing has changed then
   */
  public void append(byte[] record) throws IOException {
    if (record.length > limit) {
      throw new IllegalArgumentException(
          "A record of " + record.length + " bytes is larger than " + limit);
    }
    attempt(() -> write(frame(record), end));
    end += FRAME + (long) record.length;
  }

  /** Acknowledges all records so far. */
  public void sync() throws IOException {
    attempt(
        () -> {
          channel.force(false);
          write(LogHeader.bytes(end), 0);
        });
  }

  /** Closes the file. Records that were not acknowledged are as in a crash. */
  @Override
  public void close() throws IOException {
    channel.close();
  }

  static ByteBuffer frame(byte[] record) {
    return ByteBuffer.allocate(FRAME + record.length)
        .putInt(record.length)
        .putInt(checksum(record))
        .put(record)
        .flip();
  }

  static int checksum(byte[] record) {
    CRC32C crc = new CRC32C();
    // The length too, so that a run of zeros is no empty record.
    crc.update(ByteBuffer.allocate(Integer.BYTES).putInt(record.length).flip());
    crc.update(record);
    return (int) crc.getValue();
  }

  private void write(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  private void attempt(Step step) throws IOException {
    if (failed) {
      throw new IOException(file + " failed before; open it again");
    }
    failed = true;
    step.run();
    failed = false;
  }

  private interface Step {
    void run() throws IOException;
  }

  /**
   * What was found in a log when it was opened.
   *
   * @param records how many were replayed
   * @param end size of the file with just these, in bytes
   * @param dropped bytes after that, of records never acknowledged; they were cut off
   */
  public record Recovery(long records, long end, long dropped) {}
}
