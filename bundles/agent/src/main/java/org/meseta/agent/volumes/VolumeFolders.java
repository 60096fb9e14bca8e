package org.meseta.agent.volumes;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.meseta.agent.host.SafeFolders;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.DiskInfo.Source;
import org.meseta.resources.Resources;
import org.meseta.resources.Volumes;
import org.meseta.storage.Folders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folders in which persistent volumes are: as in Mesos, so that people find them. A whole disk
 * is a volume itself. No link that a task has put into its volume is followed. Methods block.
 */
public final class VolumeFolders {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeFolders.class);

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
   * Makes the folders of volumes that are new, and takes those away that are no more. May be done
   * again after a crash in the middle.
   *
   * @param change names it among all changes that there ever are
   * @throws VolumeFolderException if that is not possible and all is as it was
   * @throws IOException if it is not even that
   */
  void change(Resources before, Resources after, String change) throws IOException {
    List<Resource> made = without(after, before);
    List<Discard> discards = discards(before, after, change);
    try {
      for (Discard discard : discards) {
        take(discard);
      }
      for (Resource volume : made) {
        make(volume);
      }
    } catch (VolumeFolderException e) {
      undo(made, discards, e);
      throw e;
    }
    Set<Path> there = folders(before);
    there.retainAll(folders(after));
    there.forEach(VolumeFolders::makeAgain);
  }

  private void undo(List<Resource> made, List<Discard> discards, VolumeFolderException why)
      throws IOException {
    try {
      for (Resource volume : made) {
        unmake(of(volume));
      }
      for (Discard discard : discards) {
        discard.undo();
      }
    } catch (IOException e) {
      e.addSuppressed(why);
      throw e;
    }
  }

  /**
   * Where a change leaves what has to be deleted after it. Does not block.
   *
   * @return there may be nothing there
   */
  List<Path> trash(Resources before, Resources after, String change) {
    return discards(before, after, change).stream().map(Discard::place).toList();
  }

  private List<Discard> discards(Resources before, Resources after, String change) {
    List<Discard> discards = new ArrayList<>();
    for (Resource volume : without(before, after)) {
      String name = change + "-" + discards.size();
      Source source = volume.getDisk().getSource();
      Path root = source.hasType() ? Volumes.root(work, source) : work;
      boolean isDisk = source.getType() == Source.Type.MOUNT;
      Path place =
          isDisk
              ? root.resolve(".meseta-trash-" + name)
              : root.resolve("volumes").resolve(".trash").resolve(name);
      discards.add(new Discard(of(volume), place, isDisk));
    }
    return discards;
  }

  /** Volumes that only the first ones have. One that has only been resized is where it was. */
  private List<Resource> without(Resources these, Resources those) {
    Set<Path> there = folders(those);
    List<Resource> without = new ArrayList<>();
    for (Resource volume : these.withSharedOnce().volumes().toList()) {
      if (!there.contains(of(volume))) {
        without.add(volume);
      }
    }
    return without;
  }

  private Set<Path> folders(Resources resources) {
    Set<Path> folders = new LinkedHashSet<>();
    resources.volumes().toList().forEach(volume -> folders.add(of(volume)));
    return folders;
  }

  private void take(Discard discard) throws VolumeFolderException {
    try {
      discard.take(Files.readAttributes(work, PosixFileAttributes.class));
    } catch (IOException e) {
      throw new VolumeFolderException(
          "What is in the volume's folder " + discard.folder() + " cannot be taken away", e);
    }
  }

  private void make(Resource volume) throws VolumeFolderException {
    try {
      make(of(volume));
    } catch (IOException e) {
      throw new VolumeFolderException(
          "The folder of the volume '"
              + volume.getDisk().getPersistence().getId()
              + "' cannot be made",
          e);
    }
  }

  /** It should be there. If it cannot be made, only those miss it who use it. */
  private static void makeAgain(Path folder) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      LOG.error("The volume {} has no folder any more", folder);
      try {
        make(folder);
      } catch (IOException e) {
        LOG.error("Cannot make the folder {} again", folder, e);
      }
    }
  }

  private static void make(Path folder) throws IOException {
    SafeFolders.createAbove(folder);
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(Discard.VOLUME));
      Files.setPosixFilePermissions(folder, Discard.VOLUME);
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

  /** What had content is not of our making; nor is a whole disk, which is there always. */
  private static void unmake(Path folder) throws IOException {
    try {
      if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(folder);
      }
    } catch (FileSystemException e) {
      LOG.info("The folder {} stays: {}", folder, e.getMessage());
    }
  }
}
