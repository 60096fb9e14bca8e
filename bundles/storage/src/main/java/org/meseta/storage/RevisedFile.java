package org.meseta.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file of which the newest revision counts. The first one replaces the file, those that follow
 * are added to it, which costs far less than replacing it again. What was written survives the end
 * of this process, and not certainly that of the host. One writer at a time. All methods block.
 *
 * @param path the file; its folder must exist
 * @param mode of the file whenever it is replaced
 */
public record RevisedFile(Path path, FileMode mode) {

  /** Begins anew with this revision. */
  public void replace(byte[] content) throws IOException {
    new AtomicFile(path, mode).writeUntilReboot(RecordLog.frame(content).array());
  }

  /**
   * Adds a revision.
   *
   * @throws IOException if it cannot be done; then the next one has to {@link #replace} the file,
   *     for what follows half a revision is not found again
   */
  public void revise(byte[] content) throws IOException {
    ByteBuffer frame = RecordLog.frame(content);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.APPEND)) {
      while (frame.hasRemaining()) {
        channel.write(frame);
      }
    }
  }

  /**
   * The newest revision; one that was half written is as if it had not been.
   *
   * @param limit the largest size in bytes of a file that is read
   * @return empty if there is no such file, or nothing is in it
   * @throws DamagedFileException if it does not begin with a revision
   * @throws IOException also if the file is larger
   */
  public Optional<byte[]> read(int limit) throws IOException {
    byte[] content = new AtomicFile(path, mode).read(limit).orElse(new byte[0]);
    Optional<byte[]> newest = newest(ByteBuffer.wrap(content));
    if (newest.isEmpty() && content.length > 0) {
      throw new DamagedFileException(path, 0, "it does not begin with a revision");
    }
    return newest;
  }

  private static Optional<byte[]> newest(ByteBuffer content) {
    Optional<byte[]> newest = Optional.empty();
    while (content.remaining() >= RecordLog.FRAME) {
      int length = content.getInt();
      int checksum = content.getInt();
      if (length < 0 || length > content.remaining()) {
        return newest;
      }
      byte[] revision = new byte[length];
      content.get(revision);
      if (RecordLog.checksum(revision) != checksum) {
        return newest;
      }
      newest = Optional.of(revision);
    }
    return newest;
  }
}
