package org.meseta.itests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code meseta plugin watch} beside a running master, until it is told to end. */
class PluginWatchIT {
  private static final String FIFO = "org.meseta.plugins.allocator.fifo";
  private static final int TERMINATED = 143;

  @Test
  void redeploysAPluginAsItIsBuiltAndTellsWhatBecomesOfIt() throws Exception {
    Path folder = Daemon.scratch("watch");
    Path jar = folder.resolve("fifo.jar");
    Path out = Files.createTempFile(folder, "watch", ".out");
    try (Daemon master =
        Daemon.start("master", folder.resolve("m"), "--allocator=fifo,hierarchical")
            .awaitAnswer()) {
      Path deploy = master.karafBase().resolve("deploy");
      Process watch =
          Daemon.run(Daemon.meseta("plugin", "watch", jar.toString(), "--deploy=" + deploy), out);
      try {
        awaitLine(out, "is not there yet");
        build(Jars.plugin(FIFO), jar);
        awaitLine(out, FIFO + " 0.1.0");
        awaitLine(out, "allocator fifo is running");
        build(Jars.version(Jars.plugin(FIFO), "7.0.0"), jar);
        awaitLine(out, FIFO + " 7.0.0 replaces 0.1.0");
        build(
            Jars.changed(
                Jars.plugin(FIFO),
                Map.of("Import-Package", "org.example.nowhere", "Bundle-Version", "8.0.0")),
            jar);
        awaitLine(out, "refused: it needs package org.example.nowhere");
        Plugins.awaitState(master, "fifo", "7.0.0", "running");
        // Not an interrupt: whoever runs tests in the background has their processes ignore it.
        new ProcessBuilder("kill", "-TERM", Long.toString(watch.pid())).start().waitFor();
        assertThat(watch.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(watch.exitValue()).isEqualTo(TERMINATED);
        assertThat(Files.readString(out)).doesNotContain("Exception");
        assertThat(deploy).isDirectoryNotContaining("glob:**/.*");
      } finally {
        watch.destroyForcibly();
      }
    }
  }

  /** Not at once, as builds write it. */
  private static void build(Path from, Path to) throws Exception {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void awaitLine(Path out, String text) {
    await()
        .alias(text)
        .atMost(Duration.ofSeconds(30))
        .until(() -> Files.readString(out), said -> said.contains(text));
  }
}
