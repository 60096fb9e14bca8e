package org.meseta.agent.volumes;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.meseta.agent.gc.TreeRemoval;
import org.meseta.agent.host.SafeFolders;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.DiskInfo.Source;
import org.meseta.resources.Resources;
import org.meseta.resources.Volumes;
import org.meseta.storage.Folders;

/**
 * The folders in which persistent volumes are: as in Mesos, so that people find them. A whole disk
 * is a volume itself. No link that a task has put into its volume is followed. Methods block.
 */
public final class VolumeFolders {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwxr-x---");

  private final Path work;

  /**
   * @param work the agent's work directory, absolute
   */
  public VolumeFolders(Path work) {
    this.work = work;
  }

  /**
   * Says where a volume is.
   *
   * @throws IllegalArgumentException if that cannot be said
   */
  public Path of(Resource volume) {
    return Volumes.folder(work, volume);
  }

  /**
   * Sees to it that the disks that the operator named are there.
   *
   * @throws IOException if one is not; names it
   */
  public void requireRoots(Resources total) throws IOException {
    for (Resource disk : total.toList()) {
      Source source = disk.getDisk().getSource();
      if (source.getType() == Source.Type.PATH || source.getType() == Source.Type.MOUNT) {
        requireFolder(source);
      }
    }
  }

  private void requireFolder(Source source) throws IOException {
    try {
      Path root = Volumes.root(work, source);
      boolean isVolume = source.getType() == Source.Type.MOUNT;
      // A volume is never made behind a link.
      if (isVolume
          ? !Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)
          : !Files.isDirectory(root)) {
        throw new IOException(
            "The root of a disk of the type " + source.getType() + " is no folder: " + root);
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * Makes the folders of volumes that are new, and removes what is in those that are no more. May
   * be done again after a crash in the middle.
   */
  void change(Resources before, Resources after) throws IOException {
    Set<Path> there = folders(before);
    Set<Path> wanted = folders(after);
    for (Resource volume : gone(before, after)) {
      destroy(volume);
    }
    for (Path folder : wanted) {
      if (!there.contains(folder) || !Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        make(folder);
      }
    }
  }

  private Set<Path> folders(Resources resources) {
    Set<Path> folders = new HashSet<>();
    resources.volumes().toList().forEach(volume -> folders.add(of(volume)));
    return folders;
  }

  /** One that has only been resized is where it was. */
  private List<Resource> gone(Resources before, Resources after) {
    Set<Path> kept = folders(after);
    List<Resource> gone = new ArrayList<>();
    for (Resource volume : before.withSharedOnce().volumes().toList()) {
      if (!kept.contains(of(volume))) {
        gone.add(volume);
      }
    }
    return gone;
  }

  private static void make(Path folder) throws IOException {
    SafeFolders.createAbove(folder);
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
      Files.setPosixFilePermissions(folder, PRIVATE);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException(folder + " is no folder, and a volume is to be there", e);
      }
    }
    Path parent = folder.getParent();
    if (parent != null) {
      Folders.sync(parent);
    }
  }

  private void destroy(Resource volume) throws IOException {
    Path folder = of(volume);
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return; // It is gone already.
    }
    if (volume.getDisk().getSource().getType() == Source.Type.MOUNT) {
      empty(folder);
    } else {
      TreeRemoval.remove(folder);
    }
  }

  /** The task's user, to whom the disk belongs until now, may write in it no more. */
  private void empty(Path root) throws IOException {
    Files.getFileAttributeView(root, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setOwner(Files.getOwner(work));
    Files.setPosixFilePermissions(root, PRIVATE);
    List<Path> content = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(root)) {
      all.forEach(content::add);
    }
    for (Path child : content) {
      TreeRemoval.remove(child);
    }
  }
}
