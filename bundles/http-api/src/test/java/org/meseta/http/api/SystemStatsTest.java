package org.meseta.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.http.server.HttpAnswer;

class SystemStatsTest {
  @TempDir Path proc;

  @Test
  void tellsWhatTheKernelTells() throws IOException {
    Files.writeString(proc.resolve("loadavg"), "0.25 1.5 2.00 3/999 12345\n");
    Files.writeString(
        proc.resolve("meminfo"), "MemTotal:       24683000 kB\nMemFree:  1000 kB\nBuffers: 1 kB\n");
    assertThat(stats())
        .matches(
            "\\{\"avg_load_15min\":2.0,\"avg_load_1min\":0.25,\"avg_load_5min\":1.5,"
                + "\"cpus_total\":\\d+,\"mem_free_bytes\":1024000,\"mem_total_bytes\":25275392000\\}");
  }

  @Test
  void leavesOutWhatIsNotThere() throws IOException {
    assertThat(stats()).matches("\\{\"cpus_total\":\\d+\\}");
    Files.writeString(proc.resolve("loadavg"), "strange");
    assertThat(stats()).matches("\\{\"cpus_total\":\\d+\\}");
  }

  private String stats() {
    HttpAnswer.Whole answer =
        (HttpAnswer.Whole) new SystemStats(proc).answer(FakeRequest.get(Map.of()));
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
