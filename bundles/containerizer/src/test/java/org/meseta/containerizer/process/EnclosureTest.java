package org.meseta.containerizer.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way of holding processes together, with a tree that does what it can to get away. */
class EnclosureTest {
  private static final String TREE =
      "read go; trap '' TERM;"
          + " for i in 1 2 3; do (while :; do sleep 0.1; done) & done;"
          + " for i in 1 2 3; do setsid sh -c 'trap \"\" TERM; while :; do sleep 0.1; done' & done;"
          + " (setsid setsid sleep 1000 &); wait";

  @TempDir Path folder;
  private final ProcFs proc = new ProcFs();
  private final String name = "meseta-test-" + ProcessHandle.current().pid();

  @AfterEach
  void stop() throws IOException {
    for (Path hierarchy : CgroupMounts.hierarchies()) {
      new CgroupFolder(hierarchy.resolve(name)).remove();
    }
  }

  @Test
  void killsATreeInACgroupOfVersionTwo() throws Exception {
    kills(cgroup(KillableCgroup.KILL));
  }

  @Test
  void killsATreeInAFreezer() throws Exception {
    kills(cgroup(FreezerCgroup.STATE));
  }

  @Test
  void killsATreeWithoutACgroup() throws Exception {
    Process root = tree();
    Optional<ProcessIdentity> identity = proc.stat(root.pid()).map(ProcStat::identity);
    kills(root, new Family(proc, folder, () -> identity));
  }

  @Test
  void findsNothingOfAContainerThatIsGone() throws IOException {
    Family family = new Family(proc, folder.resolve("none"), Optional::empty);
    assertThat(family.processes()).isEmpty();
    assertThat(family.remove()).isTrue();
  }

  @Test
  void neverTakesOurOwnProcessForOneOfAContainer() throws IOException {
    Path ours = Path.of("").toAbsolutePath();
    Family family = new Family(proc, ours, Optional::empty);
    assertThat(family.processes()).doesNotContain(ProcessHandle.current().pid());
  }

  @Test
  void removesCgroupsThatACommandHasMadeBelow() throws IOException {
    Enclosure enclosure = cgroup(KillableCgroup.KILL);
    Path path = enclosure.cgroup().orElseThrow();
    Files.createDirectories(path.resolve("inner/most"));
    assertThat(enclosure.remove()).isTrue();
    assertThat(path).doesNotExist();
    assertThat(enclosure.remove()).isTrue();
  }

  @Test
  void readsProcessesWithStrangeNames() {
    String line = "12 (a) b) (c) S 1 12 13 0 -1 0 0 0 0 0 0 0 0 0 0 0 1 0 77 0 0";
    assertThat(ProcStat.parse(line)).contains(new ProcStat(12, 'S', 1, 12, 13, 77));
    assertThat(ProcStat.parse("")).isEmpty();
    assertThat(ProcStat.parse("12 (a) S 1")).isEmpty();
  }

  private void kills(Enclosure enclosure) throws Exception {
    kills(tree(), enclosure);
    assertThat(enclosure.cgroup().orElseThrow()).doesNotExist();
  }

  private void kills(Process root, Enclosure enclosure) throws Exception {
    enclosure.add(root.pid());
    root.getOutputStream().write('\n');
    root.getOutputStream().close();
    Awaitility.await().until(() -> enclosure.processes().size() >= 8);
    assertThat(enclosure.remove()).isFalse();
    Awaitility.await()
        .until(
            () -> {
              enclosure.kill();
              return enclosure.remove();
            });
    assertThat(enclosure.processes()).isEmpty();
    for (ProcStat each : proc.all()) {
      assertThat(proc.mentions(each.pid(), folder)).isFalse();
    }
  }

  private Process tree() throws IOException {
    return new ProcessBuilder("setsid", "/bin/sh", "-c", TREE).directory(folder.toFile()).start();
  }

  private Enclosure cgroup(String file) throws IOException {
    List<Path> hierarchies = CgroupMounts.hierarchies();
    for (Path hierarchy : hierarchies) {
      CgroupFolder cgroup = new CgroupFolder(hierarchy.resolve(name));
      if (Files.isWritable(hierarchy)) {
        cgroup.create();
        if (cgroup.has(file)) {
          return file.equals(KillableCgroup.KILL)
              ? new KillableCgroup(cgroup)
              : new FreezerCgroup(cgroup);
        }
        cgroup.remove();
      }
    }
    assumeTrue(false, "no writable cgroup hierarchy here has " + file);
    throw new AssertionError();
  }
}
