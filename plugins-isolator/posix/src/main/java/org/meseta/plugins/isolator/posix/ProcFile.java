package org.meseta.plugins.isolator.posix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what the kernel says of a process. */
final class ProcFile {

  private ProcFile() {}

  /** The content; empty if the process is gone. */
  static Optional<String> read(long pid, String name) {
    Path file = Path.of("/proc", Long.toString(pid), name);
    try {
      return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
