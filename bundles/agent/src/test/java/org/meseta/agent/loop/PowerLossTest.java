package org.meseta.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.protocol.v1.TaskState.TASK_KILLED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was written and not flushed may be gone, empty or torn when the host comes up again. */
class PowerLossTest {
  private static final String FRAMEWORK = "meta/slaves/m-S0/frameworks/m-0000/";
  private static final String TASK = FRAMEWORK + "executors/t1/runs/latest/tasks/t1/";

  @TempDir Path folder;
  private Rig before;

  @BeforeEach
  void killATask() {
    before = new Rig(folder.resolve("work")).up().run(Rig.framework(), Rig.task("x"));
    before.ackAll().kill();
    before.host.boxes.clear();
  }

  /** An agent on a copy of what was written. */
  private Rig copy(String name) {
    return before.next(before.copyTo(folder.resolve(name)));
  }

  private static Rig startAfterReboot(Rig rig) {
    rig.bootId = "boot-2";
    return start(rig);
  }

  private static Rig start(Rig rig) {
    rig.start();
    assertThat(rig.exits).isEmpty();
    assertThat(rig.time.failures()).isEmpty();
    assertThat(rig.agent.host().recovered()).isTrue();
    return rig;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FRAMEWORK + "framework.info",
        FRAMEWORK + "executors/t1/executor.info",
        TASK + "task.info",
        TASK + "kill.info",
        TASK + "task.updates"
      })
  void startsWhateverHasBecomeOfAFile(String name) throws IOException {
    byte[] whole = Files.readAllBytes(before.work.resolve(name));
    for (int kept = 0; kept < whole.length; kept += 1 + kept / 8) {
      assertStarts("torn-" + kept, name, Arrays.copyOf(whole, kept));
      byte[] zeros = whole.clone();
      Arrays.fill(zeros, kept, whole.length, (byte) 0);
      assertStarts("zeros-" + kept, name, zeros);
    }
  }

  private void assertStarts(String copy, String name, byte[] content) throws IOException {
    Rig rig = copy(copy);
    Files.write(rig.work.resolve(name), content);
    Rig rebooted = startAfterReboot(rig);
    assertThat(rebooted.agent.host().info().getId()).isEqualTo(Rig.agentId());
    // Strict again: the host has not been started anew since.
    start(rebooted.next());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        FRAMEWORK + "framework.info",
        FRAMEWORK + "executors/t1/executor.info",
        TASK + "task.info",
        TASK + "kill.info",
        TASK + "task.updates"
      })
  void takesAFileThatIsEmptyOrMissingForOneThatWasNotWritten(String name) throws IOException {
    Rig empty = copy("empty");
    Files.write(empty.work.resolve(name), new byte[0]);
    start(start(empty).next());

    Rig missing = copy("missing");
    Files.delete(missing.work.resolve(name));
    start(start(missing).next());
  }

  @Test
  void startsAsANewAgentWhenItCannotReadWhoItWas() throws IOException {
    Rig rig = copy("new");
    Files.write(rig.work.resolve("meta/slaves/latest/slave.info"), new byte[] {1, 2, 3});

    startAfterReboot(rig).connect();

    assertThat(rig.link.sent.get(0).hasRegister()).isTrue();
    assertThat(rig.work.resolve("meta/slaves/latest")).doesNotExist();
  }

  @Test
  void refusesToGoOnWithoutARebootWhenItCannotReadWhoItWas() throws IOException {
    Rig rig = copy("strict");
    Path info = rig.work.resolve("meta/slaves/m-S0/slave.info");
    Files.write(info, new byte[] {1, 2, 3});

    rig.start();

    assertThat(rig.exits).hasSize(1);
    assertThat(rig.exits.get(0)).contains(info.toString());
  }

  @Test
  void tellsOfATaskThatWasWrittenDownWell() {
    Rig rig = startAfterReboot(copy("well")).connect().reregistered();

    assertThat(rig.link.states()).hasSize(1);
    assertThat(rig.link.states()).doesNotContain(TASK_KILLED);
  }
}
