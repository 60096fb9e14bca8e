package org.meseta.agent.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;

/** Makes folders where others may have put links. All methods block. */
public final class SafeFolders {
  private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rwxr-xr-x");
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> SANDBOX =
      PosixFilePermissions.fromString("rwxr-x---");

  private SafeFolders() {}

  /** Makes a folder, and what is missing above it, that all may enter. */
  public static void create(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null && !Files.exists(parent)) {
      create(parent);
    }
    try {
      Files.createDirectory(folder);
      // Whatever the umask is.
      Files.setPosixFilePermissions(folder, OPEN);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  /** Makes the folders above a file. */
  public static void createAbove(Path file) throws IOException {
    create(parent(file));
  }

  /**
   * Makes a sandbox, which must not exist.
   *
   * @param owner whom it belongs to; empty: the agent's own user
   */
  public static void createSandbox(Path folder, Optional<UserPrincipal> owner) throws IOException {
    create(parent(folder));
    Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(SANDBOX));
    Files.setPosixFilePermissions(folder, SANDBOX);
    if (owner.isPresent()) {
      Files.getFileAttributeView(folder, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setOwner(owner.get());
    }
  }

  /** Makes the folder above one that is not there yet; only the agent's own user may enter it. */
  public static void createPrivateAbove(Path folder) throws IOException {
    Path parent = parent(folder);
    if (!Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(parent, PosixFilePermissions.asFileAttribute(PRIVATE));
    }
  }

  /** Moves a folder to another place, where nothing is. Does nothing if there is no folder. */
  public static void move(Path folder, Path place) throws IOException {
    try {
      Files.move(folder, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      // It is gone already.
    } catch (AccessDeniedException e) {
      // Its owner, who we are, has taken away his right to write in it.
      Files.setPosixFilePermissions(folder, PRIVATE);
      Files.move(folder, place, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Lets the link {@code latest} beside a folder lead to it. */
  public static void markLatest(Path folder) throws IOException {
    Path fresh = folder.resolveSibling(".latest-new");
    Files.deleteIfExists(fresh);
    Files.createSymbolicLink(fresh, folder);
    Files.move(
        fresh,
        folder.resolveSibling("latest"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path parent(Path folder) throws IOException {
    Path parent = folder.getParent();
    if (parent == null) {
      throw new IOException(folder + " has no folder above it");
    }
    return parent;
  }
}
