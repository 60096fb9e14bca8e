package org.meseta.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * A file that is only ever replaced as a whole: a reader, also after a crash, finds the old content
 * or the new one. One writer at a time. All methods block.
 *
 * <p>New content first goes to a file of another name beside it, which is then renamed; a crash may
 * leave that one behind. The next write removes it, and so does {@link #removeLeftovers}.
 *
 * @param path the file; its folder must exist
 * @param mode of the file whenever it is written
 */
public record AtomicFile(Path path, FileMode mode) {
  private static final String LEFTOVER = ".meseta-new";

  /** Replaces the content. When this returns it survives a power loss. */
  public void write(byte[] content) throws IOException {
    fill(content, true);
    rename();
    Folders.sync(Folders.parent(path));
  }

  /**
   * Replaces the content. When this returns it survives the end of this process, and not certainly
   * that of the host. Much faster than {@link #write}.
   */
  public void writeUntilReboot(byte[] content) throws IOException {
    fill(content, false);
    rename();
  }

  /**
   * The content; empty if there is no such file.
   *
   * @param limit the largest size in bytes that is read
   * @throws IOException also if the file is larger
   */
  public Optional<byte[]> read(int limit) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      if (channel.size() > limit) {
        throw new IOException(path + " has " + channel.size() + " bytes, more than " + limit);
      }
      ByteBuffer content = ByteBuffer.allocate((int) channel.size());
      while (content.hasRemaining() && channel.read(content) >= 0) {
        // Goes on until full.
      }
      return Optional.of(content.array());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Removes the file durably. Does nothing if there is none. */
  public void delete() throws IOException {
    Files.deleteIfExists(fresh());
    if (Files.deleteIfExists(path)) {
      Folders.sync(Folders.parent(path));
    }
  }

  /**
   * Removes what interrupted writes have left in a folder. Call it when nobody writes there.
   *
   * @return how many files were removed
   */
  public static int removeLeftovers(Path folder) throws IOException {
    int removed = 0;
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, ".*" + LEFTOVER)) {
      for (Path leftover : leftovers) {
        Files.delete(leftover);
        removed++;
      }
    }
    return removed;
  }

  private void fill(byte[] content, boolean durably) throws IOException {
    // Never written through a link that somebody else has put there.
    Files.deleteIfExists(fresh());
    try (FileChannel channel =
        FileChannel.open(
            fresh(),
            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
            mode.attribute())) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      // The umask may have taken something away.
      Files.setPosixFilePermissions(fresh(), mode.permissions());
      if (durably) {
        channel.force(true);
      }
    }
  }

  private void rename() throws IOException {
    Files.move(fresh(), path, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path fresh() {
    return path.resolveSibling("." + path.getFileName() + LEFTOVER);
  }
}
