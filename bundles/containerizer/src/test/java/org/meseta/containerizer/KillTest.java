package org.meseta.containerizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.protocol.v1.ContainerID;

class KillTest {
  /** Eight processes that shrug at SIGTERM, half of them in sessions of their own. */
  private static final String STUBBORN =
      "trap '' TERM; for i in 1 2 3; do (while :; do sleep 0.1; done) & done;"
          + " for i in 1 2 3; do setsid sh -c 'trap \"\" TERM; while :; do sleep 0.1; done' & done;"
          + " setsid setsid sleep 1000 & echo up; wait";

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // each test starts it
  private TestHost host;

  @AfterEach
  void stop() {
    host.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"meseta-test", ""})
  void killsATreeThatIgnoresSigtermAndDaemonises(String cgroups) throws IOException {
    start(cgroups);
    ContainerID id = host.running(STUBBORN);
    await(id, "up");
    Awaitility.await().until(() -> host.processes().size() >= 8);
    assertThat(TestHost.get(host.containerizer.signal(id, 15))).isTrue();
    assertThat(host.containerizer.containers()).contains(id);
    assertThat(TestHost.get(host.containerizer.destroy(id))).isTrue();
    assertThat(host.processes()).isEmpty();
    assertThat(host.end(id)).isEqualTo(Termination.signaled(9));
    assertNothingLeft(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"meseta-test", ""})
  void killsWhatACommandLeavesBehind(String cgroups) throws IOException {
    start(cgroups);
    ContainerID id = host.running("setsid sleep 1000 & sleep 1001 & exit 4");
    assertThat(host.end(id)).isEqualTo(Termination.exited(4));
    assertThat(host.processes()).isEmpty();
    assertNothingLeft(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"meseta-test", ""})
  void sparesAnOperatorWhoLooksIntoTheSandbox(String cgroups) throws Exception {
    start(cgroups);
    ContainerID id = host.running("(setsid sleep 1000 &) ; echo up; exec sleep 1000");
    await(id, "up");
    ProcessBuilder shell =
        new ProcessBuilder("setsid", "sleep", "1000").directory(host.sandbox(id).toFile());
    shell.environment().put("OLDPWD", host.sandbox(id).toString());
    Process operator = shell.start();
    TestHost.get(host.containerizer.destroy(id));
    assertThat(operator.isAlive()).isTrue();
    assertThat(host.processes()).containsExactly(operator.pid());
    operator.destroyForcibly().waitFor();
  }

  @Test
  void killsDaemonsThatHideTheirEnvironment() throws IOException {
    start("meseta-test");
    if (host.cgroup().isEmpty()) {
      return; // Without cgroups they cannot be found.
    }
    ContainerID id =
        host.running("(cd /; env -i setsid sleep 4711 >/dev/null 2>&1 &) ; echo up; sleep 1000");
    await(id, "up");
    TestHost.get(host.containerizer.destroy(id));
    assertThat(
            ProcessHandle.allProcesses()
                .filter(p -> p.info().commandLine().orElse("").contains("sleep 4711")))
        .isEmpty();
  }

  @Test
  void sendsSignalsToTheWholeGroupOfTheCommand() throws IOException {
    start("meseta-test");
    ContainerID id =
        host.running(
            "trap 'echo caught; wait; exit 7' USR1; (trap 'echo child; exit' USR1; echo up; while :; do sleep 0.01; done) & while :; do sleep 0.01; done");
    await(id, "up");
    assertThat(TestHost.get(host.containerizer.signal(id, 10))).isTrue();
    assertThat(host.end(id)).isEqualTo(Termination.exited(7));
    assertThat(host.stdout(id)).contains("caught", "child");
    assertThat(TestHost.get(host.containerizer.signal(id, 10))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"meseta-test", ""})
  void letsProcessesInOtherSessionsEndProperlyToo(String cgroups) throws IOException {
    start(cgroups);
    ContainerID id =
        host.running(
            "setsid sh -c 'trap \"sleep 0.3; echo bye >said; exit\" TERM; echo up;"
                + " while :; do sleep 0.05; done' & wait");
    await(id, "up");
    assertThat(TestHost.get(host.containerizer.signal(id, 15))).isTrue();
    assertThat(host.end(id)).isEqualTo(Termination.signaled(15));
    assertThat(host.sandbox(id).resolve("said")).hasContent("bye");
  }

  @ParameterizedTest
  @ValueSource(strings = {"meseta-test", ""})
  void killsWhatDoesNotEndWithTheCommandWhenItIsDestroyed(String cgroups) throws IOException {
    start(cgroups);
    ContainerID id =
        host.running(
            "setsid sh -c 'trap \"\" TERM; echo up; while :; do sleep 0.05; done' &"
                + " trap 'echo over; exit 3' TERM; while :; do sleep 0.05; done");
    await(id, "up");
    assertThat(TestHost.get(host.containerizer.signal(id, 15))).isTrue();
    await(id, "over");
    assertThat(host.containerizer.containers()).contains(id);
    assertThat(TestHost.get(host.containerizer.destroy(id))).isTrue();
    assertThat(host.processes()).isEmpty();
    assertThat(host.end(id)).isEqualTo(Termination.exited(3));
  }

  @Test
  void reachesACommandWithASignalSentAtOnce() throws IOException {
    start("meseta-test");
    for (int i = 0; i < 20; i++) {
      ContainerID id = host.running("exec sleep 1000");
      assertThat(TestHost.get(host.containerizer.signal(id, 15))).isTrue();
      assertThat(host.end(id)).isEqualTo(Termination.signaled(15));
    }
  }

  @Test
  void destroysWhileLaunching() throws IOException {
    start("meseta-test");
    for (int i = 0; i < 20; i++) {
      ContainerID id = host.id();
      var launched =
          host.containerizer.launch(host.launch(id, "exec sleep 1000")).toCompletableFuture();
      assertThat(TestHost.get(host.containerizer.destroy(id))).isTrue();
      Awaitility.await().until(launched::isDone);
      assertNothingLeft(id);
    }
    assertThat(host.processes()).isEmpty();
    assertThat(host.containerizer.containers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"meseta-test", ""})
  void noticesThatASupervisorWasKilled(String cgroups) throws IOException {
    start(cgroups);
    ContainerID id = host.id();
    long pid = TestHost.get(host.containerizer.launch(host.launch(id, "exec sleep 1000"))).pid();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    assertThat(host.end(id)).isEqualTo(Termination.unknown("The launcher of the command vanished"));
    assertThat(host.processes()).isEmpty();
  }

  @Test
  void knowsNothingOfAContainerThatWasNeverThere() throws IOException {
    start("meseta-test");
    assertThat(TestHost.get(host.containerizer.destroy(host.id()))).isFalse();
    assertThat(TestHost.get(host.containerizer.signal(host.id(), 9))).isFalse();
  }

  @Test
  void forgetsAllFilesOfAContainer() throws IOException {
    start("meseta-test");
    ContainerID id = host.running("true");
    host.end(id);
    host.containerizer.forget(id);
    Awaitility.await()
        .untilAsserted(
            () -> {
              assertThat(host.runtimeDir.resolve("containers")).isEmptyDirectory();
              assertThat(host.runtimeDir.resolve("exits")).isEmptyDirectory();
            });
  }

  private void start(String cgroups) throws IOException {
    host = new TestHost(folder);
    host.withoutIsolators();
    host.flags.put("cgroups_root", cgroups);
    host.start();
  }

  private void await(ContainerID id, String word) {
    Path stdout = host.sandbox(id).resolve("stdout");
    Awaitility.await().until(() -> Files.exists(stdout) && Files.readString(stdout).contains(word));
  }

  private void assertNothingLeft(ContainerID id) {
    host.cgroup().ifPresent(home -> assertThat(home.resolve(id.getValue())).doesNotExist());
  }
}
