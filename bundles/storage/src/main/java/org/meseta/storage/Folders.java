package org.meseta.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Comparator;
import java.util.stream.Stream;

/** Makes changes of folders durable. All methods block. */
public final class Folders {

  private Folders() {}

  /** Sees to it that the names in {@code folder} are as they are now even after a power loss. */
  public static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Makes {@code folder} and what is missing above it, durably. Does nothing if it exists.
   *
   * @param attributes of each folder that is made, for example its permissions
   */
  public static void create(Path folder, FileAttribute<?>... attributes) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = parent(folder);
    create(parent, attributes);
    try {
      Files.createDirectory(folder, attributes);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
    sync(parent);
  }

  /** Removes a folder with all that is in it. Does nothing if there is none. */
  public static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> content = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) content.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(path);
      }
    }
    sync(parent(folder));
  }

  static Path parent(Path path) {
    Path parent = path.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException(path + " has no folder above it");
    }
    return parent;
  }
}
