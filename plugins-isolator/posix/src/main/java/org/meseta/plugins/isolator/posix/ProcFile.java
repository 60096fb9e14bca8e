package org.meseta.plugins.isolator.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what the kernel says of processes. */
final class ProcFile {

  private ProcFile() {}

  /**
   * The content; empty if the process is gone.
   *
   * @throws IOException if it cannot be read for another reason: then nothing is known of it
   */
  static Optional<String> read(long pid, String name) throws IOException {
    return read(Path.of("/proc", Long.toString(pid)), name);
  }

  static Optional<String> read(Path process, String name) throws IOException {
    try {
      return Optional.of(Files.readString(process.resolve(name), StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      // A process that ends while it is read fails too, in words of the host's language.
      if (Files.notExists(process)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
