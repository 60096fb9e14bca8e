package org.meseta.storage.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.storage.ratis.Acknowledger.END;
import static org.meseta.storage.ratis.Logs.texts;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.storage.StateLog;

class KillTest {
  @TempDir Path temporary;

  @Test
  void losesNothingAcknowledgedWhenItsProcessIsKilled() throws Exception {
    Path folder = temporary.resolve("log");
    int acknowledged = 0;
    for (int round = 1; round <= 4; round++) {
      List<String> told = killedAfter(folder, 150 * round);
      assertThat(told).isEqualTo(texts(acknowledged + 1, acknowledged + told.size()));
      Texts state = new Texts();
      try (StateLog log = Logs.open(folder, state)) {
        assertThat(state.texts).hasSizeGreaterThanOrEqualTo(acknowledged + told.size());
        assertThat(state.texts).isEqualTo(texts(1, state.texts.size()));
      }
      acknowledged = state.texts.size();
    }
    assertThat(acknowledged).isGreaterThan(1500);
  }

  /** What a process says that it has acknowledged, until it is killed after so many. */
  private static List<String> killedAfter(Path folder, int count) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Acknowledger.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> told = new ArrayList<>();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.endsWith(END)) {
          told.add(line.substring(0, line.length() - END.length()));
        }
        if (told.size() == count) {
          process.toHandle().destroyForcibly(); // leaves open what it has written
        }
      }
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
    assertThat(told).hasSizeGreaterThanOrEqualTo(count);
    return told;
  }
}
