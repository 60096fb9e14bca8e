package org.meseta.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.plugin.containerizer.Termination;

class GarbageTest {
  private static final String RUNS = "slaves/m-S0/frameworks/m-0000/executors/t1/runs";

  @TempDir Path folder;

  @Test
  void removesTheSandboxOfATaskThatIsOverAfterAWhile() throws IOException {
    Rig rig = rig("1hrs").up().run(Rig.framework(), Rig.task("x"));
    Path sandbox = rig.executor().sandbox();
    Files.writeString(sandbox.resolve("stdout"), "text");
    rig.ends(Termination.exited(0)).ackAll().advance(Duration.ofMinutes(1));
    assertThat(sandbox).exists();

    rig.advance(Duration.ofHours(1));

    assertThat(rig.work.resolve(RUNS)).doesNotExist();
    assertThat(rig.work.resolve("meta/" + RUNS)).doesNotExist();
    assertThat(rig.time.metrics().snapshot().get("gc/path_removals_succeeded")).isPositive();
  }

  @Test
  void keepsWhatRuns() {
    Rig rig = rig("1hrs").up().run(Rig.framework(), Rig.task("x"));
    Path sandbox = rig.executor().sandbox();

    rig.advance(Duration.ofHours(5));

    assertThat(sandbox).exists();
  }

  @Test
  void keepsTheFoldersOfATaskThatComesAgain() {
    Rig rig = rig("1hrs").up().run(Rig.framework(), Rig.task("x"));
    rig.ends(Termination.exited(0)).ackAll().run(Rig.framework(), Rig.task("y"));
    Path sandbox = rig.executor().sandbox();

    rig.advance(Duration.ofHours(5));

    assertThat(sandbox).exists();
    assertThat(rig.work.resolve("meta/" + RUNS)).exists();
  }

  @Test
  void removesWhatFormerLivesHaveLeft() throws IOException {
    Rig before = rig("1hrs").up().run(Rig.framework(), Rig.task("x"));
    Path sandbox = before.executor().sandbox();
    before.ends(Termination.exited(0)).ackAll();
    Path framework = before.work.resolve("slaves/m-S0/frameworks/m-0000");
    Files.setLastModifiedTime(framework, FileTime.from(before.time.now()));

    before.next().start().advance(Duration.ofHours(1));

    assertThat(sandbox).doesNotExist();
    assertThat(before.work.resolve("meta/slaves/m-S0/slave.info")).exists();
  }

  @Test
  void keepsTheFoldersOfAnIdThatTheAgentGetsAgain() throws IOException {
    Rig before = rig("1hrs").up();
    Files.delete(before.work.resolve("meta/slaves/latest"));
    for (String agent : List.of("slaves/m-S0", "meta/slaves/m-S0")) {
      Files.setLastModifiedTime(before.work.resolve(agent), FileTime.from(before.time.now()));
    }

    Rig again = before.next().up().run(Rig.framework(), Rig.task("x"));
    Path sandbox = again.executor().sandbox();
    again.advance(Duration.ofHours(5));

    assertThat(sandbox).exists();
    assertThat(again.work.resolve("meta/slaves/m-S0/slave.info")).exists();
  }

  private Rig rig(String delay) {
    return new Rig(folder.resolve("work")).flag("gc_delay", delay);
  }
}
