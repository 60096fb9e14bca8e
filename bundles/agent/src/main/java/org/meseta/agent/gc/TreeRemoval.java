package org.meseta.agent.gc;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Queue;
import java.util.Set;
import org.meseta.agent.host.Mounts;

/**
 * Removes a folder with all that is in it. What others have put there cannot lead it elsewhere:
 * each step is taken from a folder that is held open, and no link is followed. Folders that lie
 * very deep are first moved up beside the one that is removed, so that no depth is too much.
 * Blocks.
 */
public final class TreeRemoval {
  /** So that the longest names of so many folders are no path that is too long. */
  private static final int DEEPEST = 12;

  private static final Set<PosixFilePermission> ALL =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Path above;
  private final SecureDirectoryStream<Path> top;
  private final String mark;
  private final Queue<Path> moved = new ArrayDeque<>();
  private int marks;

  private TreeRemoval(Path above, SecureDirectoryStream<Path> top, Path name) {
    this.above = above;
    this.top = top;
    this.mark = "." + name + ".deep-";
  }

  /**
   * Removes the folder, and what an earlier removal of it has left beside it. Nobody else may be
   * able to write in the one above it.
   *
   * @return false if there is none
   * @throws IOException also if it is a link, or if something is mounted in it
   */
  public static boolean remove(Path folder) throws IOException {
    boolean there = isThere(folder);
    Path above = folder.toAbsolutePath().getParent();
    if (above == null) {
      throw new IOException(folder + " is no folder to be removed");
    }
    try (DirectoryStream<Path> top = Files.newDirectoryStream(above)) {
      TreeRemoval removal = new TreeRemoval(above, secure(top), folder.getFileName());
      removal.addLeftovers();
      if (there) {
        removal.moved.add(folder.getFileName());
      }
      removal.run();
    } catch (NoSuchFileException e) {
      if (there) {
        throw e;
      }
    }
    return there;
  }

  private static boolean isThere(Path folder) throws IOException {
    try {
      if (Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isSymbolicLink()) {
        throw new IOException(folder + " is a link");
      }
      Mounts.requireNoneBelow(folder);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void addLeftovers() {
    for (Path entry : top) {
      Path name = entry.getFileName();
      if (name.toString().startsWith(mark)) {
        moved.add(name);
      }
    }
  }

  private void run() throws IOException {
    for (Path next = moved.poll(); next != null; next = moved.poll()) {
      removeFolder(top, above, next, 0);
    }
  }

  private void removeFolder(
      SecureDirectoryStream<Path> parent, Path parentPath, Path name, int depth)
      throws IOException {
    Path path = parentPath.resolve(name);
    if (depth == DEEPEST) {
      moveUp(parent, name);
      return;
    }
    try (SecureDirectoryStream<Path> inner = open(parent, name, path)) {
      for (Path entry : inner) {
        Path child = entry.getFileName();
        if (view(inner, child).readAttributes().isDirectory()) {
          removeFolder(inner, path, child, depth + 1);
        } else {
          inner.deleteFile(child);
        }
      }
    } catch (NotDirectoryException e) {
      parent.deleteFile(name);
      return;
    }
    parent.deleteDirectory(name);
  }

  private void moveUp(SecureDirectoryStream<Path> parent, Path name) throws IOException {
    Path place = above.resolve(mark + marks++);
    while (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      // Left over from a removal that did not come to its end, and not removed yet.
      place = above.resolve(mark + marks++);
    }
    parent.move(name, top, place.getFileName());
    moved.add(place.getFileName());
  }

  /** Its owner may have taken his rights away; unless we are root, that is who we are. */
  private static SecureDirectoryStream<Path> open(
      SecureDirectoryStream<Path> parent, Path name, Path path) throws IOException {
    PosixFileAttributeView view = view(parent, name);
    if (!isRoot() && !view.readAttributes().permissions().containsAll(ALL)) {
      try {
        view.setPermissions(ALL);
      } catch (AccessDeniedException e) {
        // That takes a right to read. A link can lead to nothing that is not ours anyway.
        Files.setPosixFilePermissions(path, ALL);
      }
    }
    return parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isRoot() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  private static PosixFileAttributeView view(SecureDirectoryStream<Path> parent, Path name) {
    return parent.getFileAttributeView(
        name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    throw new IOException("this file system cannot remove folders safely");
  }
}
