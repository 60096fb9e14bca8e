package org.meseta.containerizer.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.containerizer.process.Mark;
import org.meseta.containerizer.process.ProcFs;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.runtime.ManualTime;

class LauncherTest {
  private static final HostTools TOOLS = HostTools.find(List.of("/bin/sh"));

  private final Launcher launcher = new Launcher(TOOLS, new ManualTime().clock());
  private final ProcFs proc = new ProcFs();
  @TempDir Path folder;

  @AfterEach
  void close() {
    launcher.close();
  }

  @Test
  void startsOneContainerAfterTheOtherWithTheSameShell() throws IOException {
    Set<Long> shells = new HashSet<>();
    for (String name : List.of("a", "b", "c")) {
      Gated gated = launcher.gate(Optional.empty(), text(name, "exit 3"));
      shells.add(proc.stat(gated.pid()).orElseThrow().parent());
      gated.release();
      assertThat(end(name)).isEqualTo(Termination.exited(3));
    }
    assertThat(shells).hasSize(1);
  }

  @Test
  void startsSeveralAtATimeEachByAShellOfItsOwn() throws IOException {
    Gated first = launcher.gate(Optional.empty(), text("a", "exit 1"));
    Gated second = launcher.gate(Optional.empty(), text("b", "exit 2"));
    second.release();
    first.release();
    assertThat(end("a")).isEqualTo(Termination.exited(1));
    assertThat(end("b")).isEqualTo(Termination.exited(2));
  }

  @Test
  void givesAContainerWithAMarkASessionOfItsOwn() throws IOException {
    Set<Long> sessions = new HashSet<>();
    for (String name : List.of("a", "b")) {
      Mark mark = new Mark(folder.resolve(name));
      Gated gated = launcher.gate(Optional.of(mark), text(name, "exit 0"));
      sessions.add(proc.stat(gated.pid()).orElseThrow().session());
      gated.release();
      assertThat(end(name)).isEqualTo(Termination.exited(0));
    }
    assertThat(sessions).hasSize(2);
  }

  @Test
  void doesNotMindThatAShellWasKilled() throws IOException {
    Gated gated = launcher.gate(Optional.empty(), text("a", "exit 0"));
    ProcessHandle shell =
        ProcessHandle.of(proc.stat(gated.pid()).orElseThrow().parent()).orElseThrow();
    gated.release();
    assertThat(end("a")).isEqualTo(Termination.exited(0));
    shell.destroyForcibly();
    launcher.gate(Optional.empty(), text("b", "exit 4")).release();
    assertThat(end("b")).isEqualTo(Termination.exited(4));
  }

  @Test
  void startsNothingThatIsAbandonedAtTheGate() throws IOException {
    Gated gated = launcher.gate(Optional.empty(), text("a", "touch \"$0\"; exit 0"));
    gated.abandon();
    gated.abandon();
    Awaitility.await().until(() -> proc.stat(gated.pid()).isEmpty());
    assertThat(folder.resolve("a")).isEmptyDirectory();
  }

  @Test
  void leavesNoShellBehind() throws IOException {
    Gated gated = launcher.gate(Optional.empty(), text("a", "exit 0"));
    long shell = proc.stat(gated.pid()).orElseThrow().parent();
    gated.release();
    launcher.close();
    Awaitility.await().until(() -> proc.stat(shell).isEmpty());
    assertThat(end("a")).isEqualTo(Termination.exited(0));
  }

  private byte[] text(String name, String command) throws IOException {
    Path own = Files.createDirectory(folder.resolve(name));
    Path sandbox = Files.createDirectory(folder.resolve(name + "-sandbox"));
    return launcher.text(
        own,
        folder.resolve(name + "-exit"),
        sandbox,
        Optional.empty(),
        Map.of("A.b", "x y"),
        CommandInfo.newBuilder().setShell(true).setValue(command).build());
  }

  private Termination end(String name) {
    Path exit = folder.resolve(name + "-exit");
    return Awaitility.await()
        .until(
            () ->
                Files.exists(exit)
                    ? ExitText.parse(Files.readString(exit))
                    : Optional.<Termination>empty(),
            Optional::isPresent)
        .orElseThrow();
  }
}
