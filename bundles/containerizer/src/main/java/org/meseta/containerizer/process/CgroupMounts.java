package org.meseta.containerizer.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where cgroups are mounted on a host.
 *
 * @param unified of version 2, perhaps several
 * @param freezer of version 1
 */
record CgroupMounts(List<Path> unified, Optional<Path> freezer) {
  private static final Path MOUNTS = Path.of("/proc/self/mounts");

  /** Of this host. Blocks. */
  static CgroupMounts find() throws IOException {
    return parse(Files.readAllLines(MOUNTS));
  }

  /** Reads the lines of {@code /proc/self/mounts}. */
  static CgroupMounts parse(List<String> lines) {
    List<String[]> mounts =
        lines.stream().map(line -> line.split(" ")).filter(mount -> mount.length > 3).toList();
    return new CgroupMounts(
        mounts.stream().filter(m -> m[2].equals("cgroup2")).map(m -> Path.of(m[1])).toList(),
        mounts.stream()
            .filter(m -> m[2].equals("cgroup") && options(m).contains("freezer"))
            .map(m -> Path.of(m[1]))
            .findFirst());
  }

  /** Hierarchies in which containers can be tracked and killed, the better one first. */
  List<Path> hierarchies() {
    return Stream.concat(unified.stream(), freezer.stream()).toList();
  }

  /** Whether a cgroup is of the freezer. */
  boolean isFreezer(Path cgroup) {
    return freezer.filter(cgroup::startsWith).isPresent();
  }

  private static List<String> options(String[] mount) {
    return Arrays.asList(mount[3].split(","));
  }
}
