package org.meseta.agent.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.runtime.Figures;

class SystemFiguresTest {
  @TempDir Path proc;

  @Test
  void tellsLoadAndMemoryOfTheHost() throws IOException {
    Figures figures = new Figures();
    new SystemFigures(proc).register(figures);
    Files.writeString(proc.resolve("loadavg"), "0.50 1.25 2.00 3/456 789");
    Files.writeString(
        proc.resolve("meminfo"),
        "MemTotal:       2048 kB" + System.lineSeparator() + "MemFree: 3 kB");

    assertThat(figures.snapshot())
        .containsEntry("system/load_1min", 0.5)
        .containsEntry("system/load_5min", 1.25)
        .containsEntry("system/load_15min", 2.0)
        .containsEntry("system/mem_total_bytes", 2048.0 * 1024)
        .containsEntry("system/mem_free_bytes", 3.0 * 1024)
        .containsKey("system/cpus_total");
  }

  @Test
  void leavesOutWhatTheHostDoesNotTell() {
    Figures figures = new Figures();
    new SystemFigures(proc).register(figures);
    assertThat(figures.snapshot()).containsOnlyKeys("system/cpus_total");
  }
}
