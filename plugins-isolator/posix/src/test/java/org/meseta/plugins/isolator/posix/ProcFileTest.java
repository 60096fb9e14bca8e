package org.meseta.plugins.isolator.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFileTest {
  @TempDir Path folder;

  @Test
  void saysNothingOfAProcessThatCannotBeRead() throws IOException {
    Path process = Files.createDirectory(folder.resolve("7"));
    Files.createDirectory(process.resolve("stat"));
    assertThatThrownBy(() -> ProcFile.read(process, "stat")).isInstanceOf(IOException.class);
    assertThat(ProcFile.read(folder.resolve("8"), "stat")).isEmpty();
  }
}
