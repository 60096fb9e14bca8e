package org.meseta.containerizer.process;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A cgroup in the file system, of either version.
 *
 * @param path its folder
 */
record CgroupFolder(Path path) {

  void create() throws IOException {
    Files.createDirectories(path);
  }

  void add(long pid) throws IOException {
    write("cgroup.procs", Long.toString(pid));
  }

  void write(String file, String text) throws IOException {
    Files.writeString(path.resolve(file), text);
  }

  String read(String file) throws IOException {
    return Files.readString(path.resolve(file)).strip();
  }

  boolean has(String file) {
    return Files.exists(path.resolve(file));
  }

  /** Its processes and those of the cgroups below. None if it is gone. */
  Set<Long> processes() throws IOException {
    Set<Long> processes = new LinkedHashSet<>();
    try {
      for (String pid : Files.readAllLines(path.resolve("cgroup.procs"))) {
        processes.add(Long.parseLong(pid));
      }
      for (CgroupFolder child : children()) {
        processes.addAll(child.processes());
      }
    } catch (NoSuchFileException e) {
      // Removed, perhaps just now.
    } catch (FileSystemException e) {
      if (Files.exists(path)) {
        throw e;
      }
    }
    return processes;
  }

  /** Removes it and the cgroups below; false if a process is left in one. */
  boolean remove() throws IOException {
    if (!Files.exists(path)) {
      return true;
    }
    for (CgroupFolder child : children()) {
      if (!child.remove()) {
        return false;
      }
    }
    return rmdir();
  }

  List<CgroupFolder> children() throws IOException {
    List<CgroupFolder> children = new ArrayList<>();
    try (DirectoryStream<Path> entries =
        Files.newDirectoryStream(path, p -> Files.isDirectory(p, LinkOption.NOFOLLOW_LINKS))) {
      entries.forEach(p -> children.add(new CgroupFolder(p)));
    } catch (NoSuchFileException e) {
      return List.of();
    }
    return children;
  }

  /** The kernel refuses while a process is left, in the words of the host's language. */
  private boolean rmdir() throws IOException {
    try {
      Files.deleteIfExists(path);
      return true;
    } catch (AccessDeniedException e) {
      throw e;
    } catch (FileSystemException e) {
      return false;
    }
  }
}
