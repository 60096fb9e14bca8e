package org.meseta.containerizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.plugin.containerizer.Containerizer.Recovery;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.protocol.containerizer.ContainerCheckpoint;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.storage.FileMode;
import org.meseta.storage.RevisedFile;

/** The agent's process goes, another comes on the same folder. */
class RecoveryTest {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // each test starts it
  private TestHost host;

  @AfterEach
  void stop() {
    host.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"meseta-test", ""})
  void findsRunningAndEndedContainersAgain(String cgroups) throws IOException {
    start(cgroups);
    ContainerID running = host.running("while [ ! -e go ]; do sleep 0.01; done; exit 5");
    ContainerID ends = host.running("while [ ! -e go ]; do sleep 0.01; done; exit 6");
    ContainerID ended = host.running("exit 7");
    host.end(ended);
    host.die();
    go(ends);
    Awaitility.await()
        .until(() -> Files.exists(exit(ends)) && Files.readString(exit(ends)).contains("end"));
    Recovery recovery = host.start(running, ends, ended);
    assertThat(recovery.alive()).containsExactly(running);
    assertThat(recovery.lost()).isEmpty();
    assertThat(recovery.orphans()).isEmpty();
    assertThat(host.end(ends)).isEqualTo(Termination.exited(6));
    assertThat(host.end(ended)).isEqualTo(Termination.exited(7));
    go(running);
    assertThat(host.end(running)).isEqualTo(Termination.exited(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"meseta-test", ""})
  void destroysOrphans(String cgroups) throws IOException {
    start(cgroups);
    host.running("setsid sleep 1000 & exec sleep 1000");
    ContainerID wanted = host.running("exec sleep 1000");
    host.die();
    Recovery recovery = host.start(wanted);
    assertThat(recovery.orphans()).hasSize(1).doesNotContain(wanted);
    Awaitility.await().until(() -> host.processes().size() == 2);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(host.runtimeDir.resolve("containers").toFile().list())
                    .containsExactly(wanted.getValue()));
    assertThat(host.containerizer.containers()).containsExactly(wanted);
  }

  @Test
  void callsNoContainerAnOrphanThatWasOver() throws IOException {
    start("meseta-test");
    host.end(host.running("exit 7"));
    host.die();
    assertThat(host.start().orphans()).isEmpty();
    Awaitility.await()
        .untilAsserted(() -> assertThat(host.runtimeDir.resolve("containers")).isEmptyDirectory());
  }

  @Test
  void saysWhichContainersAreLost() throws IOException {
    start("meseta-test");
    host.die();
    ContainerID unknown = host.id();
    assertThat(host.start(unknown).lost()).containsExactly(unknown);
    assertThatThrownBy(() -> TestHost.get(host.containerizer.wait(unknown)))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void takesNoOtherProcessWithTheSamePidForTheSupervisor() throws IOException {
    start("meseta-test");
    ContainerID id = host.running("exec sleep 1000");
    host.die();
    host.processes().forEach(p -> ProcessHandle.of(p).ifPresent(ProcessHandle::destroyForcibly));
    Awaitility.await().until(() -> host.processes().isEmpty());
    host.pretendSupervisor(id, ProcessHandle.current().pid());
    assertThat(host.start(id).alive()).isEmpty();
    assertThat(host.end(id).exitCode()).isEmpty();
  }

  @Test
  void takesNothingForAliveThatWasStartedBeforeTheHostBooted() throws IOException {
    start("meseta-test");
    ContainerID id = host.running("exec sleep 1000");
    host.die();
    host.pretendReboot(id);
    assertThat(host.start(id).alive()).isEmpty();
    assertThat(host.end(id).message()).contains("not seen");
    assertThat(host.processes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"meseta-test", ""})
  void goesOnAfterALaunchThatWasCutShort(String cgroups) throws IOException {
    start(cgroups);
    ContainerID id = host.running("setsid sleep 1000 & exec sleep 1000");
    host.die();
    host.pretendLaunching(id);
    assertThat(host.start(id).alive()).isEmpty();
    assertThat(host.end(id).exitCode()).isEmpty();
    assertThat(host.processes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"meseta-test,garbage", "'',garbage", "meseta-test,''", "'',''"})
  void killsAContainerWithADamagedCheckpointAndKeepsItsFolder(String cgroups, String content)
      throws IOException {
    start(cgroups);
    ContainerID id = host.running("setsid sleep 1000 & exec sleep 1000");
    ContainerID sound = host.running("exec sleep 1000");
    host.die();
    Files.writeString(checkpoint(id), content);
    Recovery recovery = host.start(id, sound);
    assertThat(recovery.lost()).containsExactly(id);
    assertThat(recovery.alive()).containsExactly(sound);
    Awaitility.await().until(() -> host.processes().size() == 2);
    assertThat(checkpoint(id)).hasContent(content);
  }

  @Test
  void killsAContainerWhoseCheckpointVanished() throws IOException {
    start("");
    ContainerID id = host.running("exec sleep 1000");
    host.die();
    Files.delete(checkpoint(id));
    assertThat(host.start(id).lost()).containsExactly(id);
    Awaitility.await().until(() -> host.processes().isEmpty());
  }

  @Test
  void removesWhatACrashLeavesOfALaunchThatHadNotBegun() throws IOException {
    start("meseta-test");
    host.die();
    Path left = Files.createDirectory(host.runtimeDir.resolve("containers/left"));
    Files.createFile(left.resolve(".checkpoint.meseta-new"));
    host.start();
    assertThat(left).doesNotExist();
  }

  @Test
  void refusesToRecoverWhatALaterVersionHasWritten() throws IOException {
    start("meseta-test");
    ContainerID id = host.running("exec sleep 1000");
    host.die();
    byte[] bytes = Files.readAllBytes(checkpoint(id));
    RevisedFile file = new RevisedFile(checkpoint(id), FileMode.PRIVATE);
    byte[] newest = file.read(bytes.length).orElseThrow();
    file.replace(
        ContainerCheckpoint.parseFrom(newest).toBuilder().setVersion(2).build().toByteArray());
    assertThatThrownBy(() -> host.start(id)).hasMessageContainingAll(id.getValue(), "version is 2");
    assertThat(host.processes()).hasSize(2);
    host.die();
    Files.write(checkpoint(id), bytes);
    assertThat(host.start(id).alive()).containsExactly(id);
  }

  @Test
  void leavesContainersOfAnotherAgentOnTheHostAlone() throws IOException {
    start("meseta-test");
    try (TestHost other = new TestHost(folder.resolve("other"))) {
      other.withoutIsolators();
      other.start();
      ContainerID theirs = other.running("exec sleep 1000");
      host.die();
      host.start();
      assertThat(other.containerizer.containers()).containsExactly(theirs);
      assertThat(other.processes()).hasSize(2);
      assertThat(TestHost.get(other.containerizer.destroy(theirs))).isTrue();
    }
  }

  @Test
  void startsNothingWhenTheAgentDiesAtTheGate() throws Exception {
    start("meseta-test");
    Path container = Files.createDirectories(folder.resolve("gate"));
    Process launcher = new ProcessBuilder("setsid", "/bin/sh", "-s").start();
    launcher.getOutputStream().write(TestHost.launchScript());
    launcher
        .getOutputStream()
        .write(
            """
            (
            folder='%1$s'
            exit_file='%2$s/gate-exit'
            sandbox='%2$s'
            names=--
            launch touch '%2$s/started'
            )
            """
                .formatted(container, folder)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    launcher.getOutputStream().flush();
    // It is at the gate.
    assertThat(launcher.inputReader().readLine()).containsOnlyDigits();
    launcher.getOutputStream().close();
    assertThat(launcher.waitFor()).isEqualTo(1);
    assertThat(launcher.inputReader().readLine()).isNull();
    assertThat(folder.resolve("started")).doesNotExist();
    assertThat(container).isEmptyDirectory();
  }

  private void start(String cgroups) throws IOException {
    host = new TestHost(folder);
    host.withoutIsolators();
    host.flags.put("cgroups_root", cgroups);
    host.start();
  }

  private Path checkpoint(ContainerID id) {
    return host.runtimeDir.resolve("containers").resolve(id.getValue()).resolve("checkpoint");
  }

  private Path exit(ContainerID id) {
    return host.runtimeDir.resolve("exits").resolve(id.getValue());
  }

  private void go(ContainerID id) throws IOException {
    Files.createFile(host.sandbox(id).resolve("go"));
  }
}
