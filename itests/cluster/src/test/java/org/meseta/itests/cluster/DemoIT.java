package org.meseta.itests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The programs that a newcomer tries first. */
class DemoIT {

  @Test
  void theDemoEndsWellAndLeavesNothingBehind() throws Exception {
    Path folder = Daemon.scratch("demo");
    Path out = folder.resolve("out");
    ProcessBuilder builder = new ProcessBuilder(Daemon.meseta("demo"));
    builder.environment().put("TMPDIR", folder.toString());
    Process demo = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();

    assertThat(demo.waitFor(120, TimeUnit.SECONDS)).isTrue();

    assertThat(demo.exitValue()).as(Files.readString(out)).isZero();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(out);
    }
    assertThat(processesThatMention(folder)).isEmpty();
  }

  @Test
  void executeEndsAsItsTaskEnds() throws Exception {
    Path folder = Daemon.scratch("execute");
    try (Daemon local =
        Daemon.start("local", folder, "--agent_port=" + Daemon.freePort()).awaitAnswer()) {
      assertThat(execute(local, folder, "echo fine")).isZero();
      assertThat(execute(local, folder, "exit 3")).isNotZero();
      assertThat(local.isAlive()).isTrue();
    }
  }

  private static int execute(Daemon local, Path folder, String command) throws Exception {
    Process execute =
        Daemon.run(
            Daemon.meseta(
                "execute",
                "--master=127.0.0.1:" + local.port(),
                "--name=it",
                "--command=" + command,
                "--resources=cpus:0.1;mem:32"),
            Files.createTempFile(folder, "execute", ".out"));
    assertThat(execute.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return execute.exitValue();
  }

  private static List<String> processesThatMention(Path folder) {
    return ProcessHandle.allProcesses()
        .map(p -> p.info().commandLine().orElse(""))
        .filter(line -> line.contains(folder.toString()))
        .toList();
  }
}
