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
import java.util.EnumSet;
import java.util.Set;
import org.meseta.agent.host.Mounts;

/**
 * Removes a folder with all that is in it. What others have put there cannot lead it elsewhere:
 * each step is taken from a folder that is held open, and no link is followed. Folders that lie
 * very deep are first moved up into the one that is removed, so that no depth is too much; what is
 * private there stays so, and a removal that is cut short leaves nothing elsewhere. Blocks.
 */
public final class TreeRemoval {
  /** So that the longest names of so many folders are no path that is too long. */
  private static final int DEEPEST = 12;

  private static final String MARK = ".deep-";

  private static final Set<PosixFilePermission> ALL =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Path folder;
  private final SecureDirectoryStream<Path> top;
  private boolean movedUp;
  private int marks;

  private TreeRemoval(Path folder, SecureDirectoryStream<Path> top) {
    this.folder = folder;
    this.top = top;
  }

  /**
   * Removes the folder.
   *
   * @return false if there is none
   * @throws IOException also if it is a link, or if something is mounted in it
   */
  public static boolean remove(Path folder) throws IOException {
    if (!isThere(folder)) {
      return false;
    }
    Path above = folder.toAbsolutePath().getParent();
    if (above == null) {
      throw new IOException(folder + " is no folder to be removed");
    }
    Path name = folder.getFileName();
    try (DirectoryStream<Path> around = Files.newDirectoryStream(above)) {
      SecureDirectoryStream<Path> parent = secure(around);
      boolean again = true;
      while (again) {
        try (SecureDirectoryStream<Path> top = open(parent, name, folder)) {
          TreeRemoval removal = new TreeRemoval(folder, top);
          removal.removeContent(top, folder, 0);
          again = removal.movedUp;
        }
      }
      parent.deleteDirectory(name);
    }
    return true;
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

  private void removeFolder(
      SecureDirectoryStream<Path> parent, Path parentPath, Path name, int depth)
      throws IOException {
    if (depth == DEEPEST) {
      moveUp(parent, name);
      return;
    }
    Path path = parentPath.resolve(name);
    try (SecureDirectoryStream<Path> inner = open(parent, name, path)) {
      removeContent(inner, path, depth);
    } catch (NotDirectoryException e) {
      parent.deleteFile(name);
      return;
    }
    parent.deleteDirectory(name);
  }

  private void removeContent(SecureDirectoryStream<Path> inner, Path path, int depth)
      throws IOException {
    for (Path entry : inner) {
      Path child = entry.getFileName();
      if (view(inner, child).readAttributes().isDirectory()) {
        removeFolder(inner, path, child, depth + 1);
      } else {
        inner.deleteFile(child);
      }
    }
  }

  /** It is removed when all is passed over once more. */
  private void moveUp(SecureDirectoryStream<Path> parent, Path name) throws IOException {
    Path place = folder.resolve(MARK + marks++);
    while (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      place = folder.resolve(MARK + marks++);
    }
    parent.move(name, top, place.getFileName());
    movedUp = true;
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
