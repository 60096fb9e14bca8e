package org.meseta.agent.gc;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;

/**
 * Removes a folder with all that is in it. What others have put there cannot lead it elsewhere:
 * each step is taken from a folder that is held open, and no link is followed. Folders that lie
 * very deep are first moved up, so that no depth is too much. Blocks.
 */
public final class TreeRemoval {
  private static final int DEEPEST = 64;

  private final SecureDirectoryStream<Path> top;
  private int moved;
  private boolean more;

  private TreeRemoval(SecureDirectoryStream<Path> top) {
    this.top = top;
  }

  /** Removes the folder. Does nothing if there is none. */
  public static boolean remove(Path folder) throws IOException {
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      if (Files.isSymbolicLink(folder)) {
        throw new IOException(folder + " is a link");
      }
      new TreeRemoval(secure(stream)).emptyTop(folder);
    } catch (NoSuchFileException e) {
      return false;
    }
    Files.delete(folder);
    return true;
  }

  /** A stream tells its entries once: for what was moved up another one is opened. */
  private void emptyTop(Path folder) throws IOException {
    empty(top, 0);
    while (more) {
      more = false;
      try (DirectoryStream<Path> again = Files.newDirectoryStream(folder)) {
        empty(secure(again), 0);
      }
    }
  }

  private void empty(SecureDirectoryStream<Path> folder, int depth) throws IOException {
    for (Path entry : folder) {
      Path name = entry.getFileName();
      if (isFolder(folder, name)) {
        removeFolder(folder, name, depth);
      } else {
        folder.deleteFile(name);
      }
    }
  }

  private void removeFolder(SecureDirectoryStream<Path> parent, Path name, int depth)
      throws IOException {
    if (depth == DEEPEST) {
      Path higher = name.getFileSystem().getPath(".meseta-removing-" + moved++);
      parent.move(name, top, higher);
      more = true;
      return;
    }
    try (SecureDirectoryStream<Path> inner =
        parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
      empty(inner, depth + 1);
    } catch (NotDirectoryException e) {
      parent.deleteFile(name);
      return;
    }
    parent.deleteDirectory(name);
  }

  private static boolean isFolder(SecureDirectoryStream<Path> parent, Path name)
      throws IOException {
    return parent
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes()
        .isDirectory();
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    throw new IOException("this file system cannot remove folders safely");
  }
}
