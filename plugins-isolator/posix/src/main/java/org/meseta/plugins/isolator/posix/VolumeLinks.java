package org.meseta.plugins.isolator.posix;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import org.meseta.protocol.v1.Resource;
import org.meseta.resources.Volumes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links from sandboxes to volumes. Somebody else may write in the sandbox already: so a link is
 * only made right in it, where what is there can neither be followed nor replaced. Methods block.
 */
final class VolumeLinks {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeLinks.class);

  private final Path work;

  /**
   * @param work the agent's work directory
   */
  VolumeLinks(Path work) {
    this.work = work;
  }

  /**
   * Puts a volume into a sandbox.
   *
   * @param used whether another container uses it
   * @throws IOException if that is not possible; says why
   */
  void put(Path sandbox, Resource volume, boolean used) throws IOException {
    String id = volume.getDisk().getPersistence().getId();
    Path folder = Volumes.folder(work, volume);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("The volume '" + id + "' has no folder " + folder);
    }
    give(folder, attributes(sandbox), used);
    Path link = sandbox.resolve(name(volume, id));
    try {
      Files.createSymbolicLink(link, folder);
    } catch (FileAlreadyExistsException e) {
      if (!leadsTo(link, folder)) {
        throw new IOException("The volume '" + id + "' cannot be at " + link + ", it is taken", e);
      }
    }
  }

  private static String name(Resource volume, String id) throws IOException {
    String path = volume.getDisk().getVolume().getContainerPath();
    boolean plain = !path.isEmpty() && path.indexOf('/') < 0 && path.indexOf('\0') < 0;
    if (!plain || path.equals(".") || path.equals("..")) {
      throw new IOException("The volume '" + id + "' cannot be at '" + path + "' in a sandbox");
    }
    return path;
  }

  private static boolean leadsTo(Path link, Path folder) throws IOException {
    return Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(folder);
  }

  /**
   * Only the folder itself: what is in it is its former user's. Root may do all there as it is, and
   * takes it from nobody.
   *
   * @param user to whom the sandbox belongs, with its group
   */
  private static void give(Path folder, PosixFileAttributes user, boolean used) throws IOException {
    PosixFileAttributes now = attributes(folder);
    boolean same = now.owner().equals(user.owner()) && now.group().equals(user.group());
    if (same || user.owner().equals(root(folder))) {
      return;
    }
    if (used) {
      LOG.warn(
          "The shared volume {} is in use, and stays {}'s and not {}'s",
          folder,
          now.owner(),
          user.owner());
      return;
    }
    PosixFileAttributeView view = view(folder);
    view.setOwner(user.owner());
    view.setGroup(user.group());
  }

  private static PosixFileAttributes attributes(Path folder) throws IOException {
    return view(folder).readAttributes();
  }

  private static PosixFileAttributeView view(Path folder) {
    return Files.getFileAttributeView(
        folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** By its number: whatever its name is. */
  private static UserPrincipal root(Path folder) throws IOException {
    return folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("0");
  }
}
