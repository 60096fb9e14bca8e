package org.meseta.itests.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * A folder for one run. In memory where there is room, since agents wait for the disk at each
 * launch.
 */
record Scratch(Path folder) implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ROOM = 256L << 20;

  static Scratch make() {
    try {
      return new Scratch(Files.createTempDirectory(place(), "simulation"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path place() throws IOException {
    boolean inMemory =
        Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() > ROOM;
    return inMemory ? MEMORY : Files.createDirectories(Path.of("target", "scratch"));
  }

  @Override
  public void close() {
    try (var files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
