package org.meseta.containerizer.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where cgroups are mounted on this host. */
final class CgroupMounts {
  private static final Path MOUNTS = Path.of("/proc/self/mounts");

  private CgroupMounts() {}

  /** Hierarchies in which containers can be tracked and killed, the better one first. */
  static List<Path> hierarchies() {
    return Stream.concat(unified(), freezer().stream()).toList();
  }

  static Optional<Path> freezer() {
    return lines()
        .filter(m -> m[2].equals("cgroup") && options(m).contains("freezer"))
        .map(m -> Path.of(m[1]))
        .findFirst();
  }

  private static Stream<Path> unified() {
    return lines().filter(m -> m[2].equals("cgroup2")).map(m -> Path.of(m[1]));
  }

  private static List<String> options(String[] mount) {
    return Arrays.asList(mount[3].split(","));
  }

  private static Stream<String[]> lines() {
    try {
      return Files.readAllLines(MOUNTS).stream()
          .map(line -> line.split(" "))
          .filter(mount -> mount.length > 3);
    } catch (IOException e) {
      return Stream.empty();
    }
  }
}
