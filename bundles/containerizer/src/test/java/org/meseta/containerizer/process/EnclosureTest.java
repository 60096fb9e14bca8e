package org.meseta.containerizer.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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

  @SuppressWarnings("NullAway.Init")
  private Mark mark;

  private final String name = "meseta-test-" + ProcessHandle.current().pid();

  @BeforeEach
  void mark() {
    mark = new Mark(folder);
  }

  @AfterEach
  void stop() throws IOException {
    for (Path hierarchy : CgroupMounts.find().hierarchies()) {
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
  void thawsWhatAKillHasLeftFrozen() throws Exception {
    Enclosure freezer = cgroup(FreezerCgroup.STATE);
    Process root = tree();
    freezer.add(root.pid());
    CgroupFolder cgroup = new CgroupFolder(freezer.cgroup().orElseThrow());
    cgroup.write(FreezerCgroup.STATE, "FROZEN");
    Awaitility.await().until(() -> cgroup.read(FreezerCgroup.STATE).equals("FROZEN"));
    freezer.thaw();
    assertThat(cgroup.read(FreezerCgroup.STATE)).isEqualTo("THAWED");
    kills(root, freezer);
  }

  @Test
  void killsATreeWithoutACgroup() throws Exception {
    Process root = tree();
    Optional<ProcessIdentity> identity = proc.stat(root.pid()).map(ProcStat::identity);
    kills(root, new Family(proc, mark, () -> identity));
  }

  @Test
  void findsNothingOfAContainerThatIsGone() throws IOException {
    Family family = new Family(proc, mark, Optional::empty);
    assertThat(family.processes()).isEmpty();
    assertThat(family.remove()).isTrue();
  }

  @Test
  void neverTakesOurOwnProcessForOneOfAContainer() throws IOException {
    long self = ProcessHandle.current().pid();
    Optional<ProcessIdentity> identity = proc.stat(self).map(ProcStat::identity);
    assertThat(identity).isPresent();
    assertThat(new Family(proc, mark, () -> identity).processes()).isEmpty();
  }

  @Test
  void takesNoProcessForOneOfAContainerThatIsOlder() throws Exception {
    Process older = tree();
    Optional<ProcessIdentity> later = Optional.of(new ProcessIdentity(1, Long.MAX_VALUE));
    assertThat(new Family(proc, mark, () -> later).processes()).isEmpty();
    assertThat(new Family(proc, mark, Optional::empty).processes()).containsExactly(older.pid());
    older.destroyForcibly().waitFor();
  }

  @Test
  void takesNoProcessForOneOfAContainerThatHasHalfItsMark() throws Exception {
    for (String value : List.of(folder + "1", folder + "/", "x=" + folder)) {
      Process other = tree(Map.of("MESETA_CONTAINER", value, "X", folder.toString()));
      assertThat(new Family(proc, mark, Optional::empty).processes()).isEmpty();
      other.destroyForcibly().waitFor();
    }
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
  void findsWhereCgroupsAreMounted() {
    CgroupMounts mounts =
        CgroupMounts.parse(
            List.of(
                "proc /proc proc rw 0 0",
                "cgroup /cg/cpu cgroup rw,relatime,cpu 0 0",
                "cgroup /cg/freezer cgroup rw,relatime,freezer 0 0",
                "cgroup2 /cg/unified cgroup2 rw,relatime 0 0",
                ""));
    assertThat(mounts.hierarchies())
        .containsExactly(Path.of("/cg/unified"), Path.of("/cg/freezer"));
    assertThat(mounts.isFreezer(Path.of("/cg/freezer/mesos/x"))).isTrue();
    assertThat(mounts.isFreezer(Path.of("/cg/unified/mesos/x"))).isFalse();
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
      assertThat(proc.startedWith(each.pid(), mark.entry())).isFalse();
    }
  }

  private Process tree() throws IOException {
    return tree(mark.variable());
  }

  private Process tree(Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("setsid", "/bin/sh", "-c", TREE).directory(folder.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Enclosure cgroup(String file) throws IOException {
    List<Path> hierarchies = CgroupMounts.find().hierarchies();
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
