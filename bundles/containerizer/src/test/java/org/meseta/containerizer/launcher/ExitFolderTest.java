package org.meseta.containerizer.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ExitFolderTest {
  @TempDir Path folder;

  @Test
  @Timeout(60)
  void tellsOfTheOthersWhenOneFileCannotBeRead() throws IOException, InterruptedException {
    try (ExitFolder exits = new ExitFolder(folder)) {
      Files.createDirectory(folder.resolve("a"));
      Files.writeString(folder.resolve("b"), "end 0\n");
      Files.writeString(folder.resolve("c"), "not yet");
      Files.writeString(folder.resolve("d"), "end 0\n");
      Set<String> finished = new HashSet<>();
      while (!finished.contains("d")) {
        finished.addAll(exits.await());
      }
      assertThat(finished).containsExactlyInAnyOrder("b", "d");
    }
  }
}
