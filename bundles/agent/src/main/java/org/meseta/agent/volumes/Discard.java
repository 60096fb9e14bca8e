package org.meseta.agent.volumes;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.meseta.agent.host.Mounts;
import org.meseta.agent.host.SafeFolders;
import org.meseta.storage.Folders;

/**
 * Takes what is in a volume that is no more out of everybody's way, on the same file system: at
 * once, however much it is. Each step may be done again after a crash in the middle. Methods block.
 *
 * @param folder of the volume
 * @param place where its content waits for its removal; nobody else has that name
 * @param isDisk whether the folder is a whole disk: it stays, and what is in it goes
 */
record Discard(Path folder, Path place, boolean isDisk) {
  static final Set<PosixFilePermission> VOLUME = PosixFilePermissions.fromString("rwxr-x---");
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  /**
   * @param owner whose owner and group a disk has that no task uses
   */
  void take(PosixFileAttributes owner) throws IOException {
    if (!isFolder(folder)) {
      return; // It is gone already.
    }
    Mounts.requireNoneBelow(folder);
    if (!isDisk) {
      SafeFolders.createPrivateAbove(place);
      move(folder, place);
      return;
    }
    // The user of the last task, to whom the disk belongs until now, may write in it no more.
    PosixFileAttributeView disk =
        Files.getFileAttributeView(folder, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    disk.setOwner(owner.owner());
    disk.setGroup(owner.group());
    Files.setPosixFilePermissions(folder, VOLUME);
    if (!isFolder(place)) {
      Files.createDirectory(place, PosixFilePermissions.asFileAttribute(PRIVATE));
    }
    moveContent(folder, place);
  }

  /** Brings back what was taken. */
  void undo() throws IOException {
    if (!isFolder(place)) {
      return;
    }
    if (isDisk) {
      moveContent(place, folder);
      Files.delete(place);
    } else if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      move(place, folder);
    }
  }

  private void moveContent(Path from, Path to) throws IOException {
    List<Path> content = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(from)) {
      all.forEach(content::add);
    }
    content.remove(place);
    for (Path child : content) {
      SafeFolders.move(child, to.resolve(child.getFileName()));
    }
    Folders.sync(from);
    Folders.sync(to);
  }

  private static void move(Path from, Path to) throws IOException {
    SafeFolders.move(from, to);
    for (Path path : List.of(from, to)) {
      Path parent = path.getParent();
      if (parent != null) {
        Folders.sync(parent);
      }
    }
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }
}
