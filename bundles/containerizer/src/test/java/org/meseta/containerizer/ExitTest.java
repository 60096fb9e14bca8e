package org.meseta.containerizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.protocol.v1.ContainerID;

/** How ends are told, by every kind of shell that may be a host's /bin/sh. */
class ExitTest {
  private static final String ALL_TAKEN =
      "mount -t proc proc \"$1\" && mount -t tmpfs none /proc && ln -s \"$1/self\" /proc/self"
          + " && (cd /proc && seq $$ $(($$ + 9999)) | xargs mkdir) && shift && exec \"$@\"";

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "bash --posix", "busybox sh"})
  void tellsExitCodesFromSignals(String shell) throws IOException {
    Map<String, Termination> commands = new LinkedHashMap<>();
    commands.put("exit 0", Termination.exited(0));
    commands.put("exit 1", Termination.exited(1));
    commands.put("exit 137", Termination.exited(137));
    commands.put("exit 145", Termination.exited(145));
    commands.put("no-such-program", Termination.exited(127));
    commands.put("sleep 0.02; exit 255", Termination.exited(255));
    commands.put(
        "(kill -STOP $$; sleep 0.02; kill -CONT $$) & sleep 0.1; exit 3", Termination.exited(3));
    commands.put("kill -TERM $PPID; kill -HUP $PPID; sleep 0.1; exit 4", Termination.exited(4));
    for (int signal :
        new int[] {
          1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 29, 30, 31, 34, 40, 64
        }) {
      commands.put("kill -" + signal + " $$", Termination.signaled(signal));
    }
    try (TestHost host = host(shell)) {
      Map<String, ContainerID> ids = new LinkedHashMap<>();
      commands.keySet().forEach(c -> ids.put(c, host.running(c)));
      ids.forEach(
          (command, id) ->
              assertThat(host.end(id))
                  .as("%s: %s", shell, command)
                  .isEqualTo(commands.get(command)));
    }
  }

  /** All pids look taken, as if the command's had gone to another process at once. */
  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash", "bash --posix", "busybox sh"})
  void noticesTheEndOfACommandWhosePidIsTakenAgain(String shell) throws Exception {
    try (TestHost host = host(shell)) {
      Path exit = folder.resolve("exit");
      List<String> launcher = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", ALL_TAKEN));
      launcher.addAll(List.of("sh", Files.createDirectory(folder.resolve("proc")).toString()));
      launcher.addAll(host.shell);
      launcher.add("-s");
      Process process = new ProcessBuilder(launcher).redirectErrorStream(true).start();
      try (OutputStream gate = process.getOutputStream()) {
        gate.write(TestHost.launchScript());
        gate.write(
            """
            (
            folder='%s'
            exit_file='%s'
            sandbox='%s'
            names=--
            launch sh -c 'kill -9 $$'
            )
            """
                .formatted(host.runtimeDir, exit, folder)
                .getBytes(UTF_8));
        gate.flush();
        String gated = process.inputReader().readLine();
        assumeTrue(gated.matches("\\d+"), () -> "no mounts can be made here: " + gated);
        gate.write("yes\n".getBytes(UTF_8));
      }
      String output = process.inputReader().readLine();
      ProcessHandle supervisor =
          ProcessHandle.of(Long.parseLong(output)).orElse(process.toHandle());
      try {
        Awaitility.await()
            .until(() -> Files.exists(exit) && Files.readString(exit).contains("end "));
        assertThat(Files.readString(exit)).contains("Killed");
      } finally {
        supervisor.destroyForcibly();
      }
    }
  }

  private TestHost host(String shell) throws IOException {
    List<String> words = new ArrayList<>(List.of(shell.split(" ")));
    Optional<Path> program = installed(words.get(0));
    assumeTrue(program.isPresent(), () -> words.get(0) + " is not installed");
    words.set(0, program.orElseThrow().toString());
    TestHost host = new TestHost(folder);
    host.shell = words;
    host.withoutIsolators();
    host.start();
    return host;
  }

  private static Optional<Path> installed(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
