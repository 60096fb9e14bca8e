package org.meseta.containerizer.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFsTest {
  @TempDir Path root;

  @Test
  void takesNoProcessForGoneThatItCannotRead() throws IOException {
    Files.createDirectories(root.resolve("7/stat"));
    ProcFs proc = new ProcFs(root);
    assertThatThrownBy(() -> proc.stat(7)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> proc.alive(new ProcessIdentity(7, 1))).isInstanceOf(IOException.class);
    assertThatThrownBy(proc::all).isInstanceOf(IOException.class);
    assertThat(proc.stat(8)).isEmpty();
    assertThat(proc.alive(new ProcessIdentity(8, 1))).isFalse();
  }

  @Test
  void takesNoProcessForGoneOfWhichItReadsNonsense() throws IOException {
    Files.writeString(Files.createDirectory(root.resolve("7")).resolve("stat"), "");
    assertThatThrownBy(() -> new ProcFs(root).stat(7))
        .hasMessageContaining("7/stat makes no sense");
  }

  @Test
  void takesProcessesForGoneThatEndWhileTheyAreRead() throws Exception {
    ProcFs proc = new ProcFs();
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      processes.add(new ProcessBuilder("true").start());
      assertThat(proc.all()).isNotEmpty();
    }
    for (Process each : processes) {
      each.waitFor();
      assertThat(proc.stat(each.pid())).isEmpty();
    }
  }
}
