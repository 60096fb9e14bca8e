package org.meseta.http.server;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A file or folder at or below an attached root. What is below belongs to somebody who may put a
 * symbolic link in its place between our look and our reading; so it is opened from folder to
 * folder, and none of the names may be a link by then.
 */
final class Shown {
  private final Path root;
  private final Path target;

  private Shown(Path root, Path target) {
    this.root = root;
    this.target = target;
  }

  /**
   * @param rest empty, or starts with a slash
   * @throws HttpFailure 404 if there is none, or it is outside of the root
   */
  static Shown below(Path attached, String rest) throws IOException {
    try {
      Path root = attached.toRealPath();
      Path target = root.resolve(rest.isEmpty() ? rest : rest.substring(1)).toRealPath();
      if (!target.startsWith(root)) {
        throw VirtualFiles.notFound();
      }
      return new Shown(root, target);
    } catch (FileSystemException | InvalidPathException e) {
      throw VirtualFiles.notFound(); // missing, a loop of links, a file taken for a folder
    }
  }

  boolean isDirectory() {
    return Files.isDirectory(target, NOFOLLOW_LINKS);
  }

  /** Opens a regular file. */
  SeekableByteChannel open() throws IOException {
    if (target.equals(root)) {
      refuseSpecial(Files.readAttributes(target, BasicFileAttributes.class, NOFOLLOW_LINKS));
      return Files.newByteChannel(target, StandardOpenOption.READ, NOFOLLOW_LINKS);
    }
    try (SecureDirectoryStream<Path> folder = folder(Objects.requireNonNull(target.getParent()))) {
      Path name = target.getFileName();
      refuseSpecial(
          folder
              .getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS)
              .readAttributes());
      return folder.newByteChannel(name, Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS));
    } catch (FileSystemException e) {
      throw VirtualFiles.notFound();
    }
  }

  /** Entries of a folder under a virtual path, by name. */
  List<FileEntry> list(String virtualPath, int most) throws IOException {
    List<FileEntry> entries = new ArrayList<>();
    try (SecureDirectoryStream<Path> folder = folder(target)) {
      for (Path entry : folder) {
        if (entries.size() == most) {
          break;
        }
        Path name = entry.getFileName();
        try {
          entries.add(Attributes.read(root, target.resolve(name), virtualPath + "/" + name));
        } catch (FileSystemException e) {
          // It went away meanwhile.
        }
      }
    } catch (NoSuchFileException e) {
      throw VirtualFiles.notFound();
    }
    entries.sort(Comparator.comparing(FileEntry::path));
    return entries;
  }

  /** Opens a folder at or below the root without following links. */
  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  private SecureDirectoryStream<Path> folder(Path path) throws IOException {
    SecureDirectoryStream<Path> folder = secure(Files.newDirectoryStream(root));
    for (Path name : root.relativize(path)) {
      if (name.toString().isEmpty()) {
        continue;
      }
      try (SecureDirectoryStream<Path> parent = folder) {
        folder = parent.newDirectoryStream(name, NOFOLLOW_LINKS);
      }
    }
    return folder;
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> folder) {
    if (folder instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    throw new UnsupportedOperationException("folders cannot be opened safely on this system");
  }

  /** A pipe would hold the thread for ever. */
  private static void refuseSpecial(BasicFileAttributes attributes) {
    if (!attributes.isRegularFile()) {
      throw new HttpFailure(400, "Not a regular file.\n");
    }
  }
}
