package org.meseta.storage.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.storage.ratis.Acknowledger.END;
import static org.meseta.storage.ratis.Logs.texts;

import java.io.BufferedReader;
import java.io.IOException;
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
    assertThat(kill(4, 150, 0)).isGreaterThan(1500);
  }

  /** Large records have the log compacted every second thousand of them. */
  @Test
  void losesNothingAcknowledgedWhenItIsKilledWhileItCompacts() throws Exception {
    assertThat(kill(3, 2100, 2000)).isGreaterThan(12_000);
    assertThat(Logs.files(temporary))
        .anyMatch(file -> file.getFileName().toString().startsWith("snapshot."));
  }

  /** A limit on the size of files fails writes as a full disk does. */
  @Test
  void failsWithTheReasonAndLosesNothingAcknowledgedWhenTheDiskIsFull() throws Exception {
    Path folder = temporary.resolve("log");
    Process process = start("ulimit -f 3000; exec \"$@\"", folder, 2000);
    List<String> lines;
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      lines = out.lines().toList();
    }
    assertThat(process.waitFor()).isEqualTo(1);
    List<String> told = lines.stream().filter(line -> line.endsWith(END)).toList();
    assertThat(told).hasSizeGreaterThan(500);
    assertThat(String.join("\n", lines)).contains("takes nothing more", "File too large");
    Texts state = new Texts();
    try (StateLog log = Logs.open(folder, state)) {
      assertThat(state.texts).hasSizeGreaterThanOrEqualTo(told.size());
      Logs.write(log, "more");
    }
  }

  /** How many records are there in the end. */
  private int kill(int rounds, int after, int filler) throws Exception {
    Path folder = temporary.resolve("log");
    int acknowledged = 0;
    for (int round = 1; round <= rounds; round++) {
      List<String> told = killedAfter(folder, after * round, filler);
      assertThat(told).isEqualTo(texts(acknowledged + 1, acknowledged + told.size()));
      Texts state = new Texts();
      try (StateLog log = Logs.open(folder, state)) {
        List<String> found =
            state.texts.stream().map(text -> text.substring(0, text.length() - filler)).toList();
        assertThat(found).hasSizeGreaterThanOrEqualTo(acknowledged + told.size());
        assertThat(found).isEqualTo(texts(1, found.size()));
      }
      acknowledged = state.texts.size();
    }
    return acknowledged;
  }

  /** What a process says that it has acknowledged, until it is killed after so many. */
  private static List<String> killedAfter(Path folder, int count, int filler) throws Exception {
    Process process = start("exec \"$@\"", folder, filler);
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

  private static Process start(String script, Path folder, int filler) throws IOException {
    return new ProcessBuilder(
            "sh",
            "-c",
            script,
            "sh",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Acknowledger.class.getName(),
            folder.toString(),
            Integer.toString(filler))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
