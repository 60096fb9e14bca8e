package org.meseta.agent.http.osgi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells other programs on this host which port the agent has: its digits and a line feed. */
final class PortFile {
  static final String NAME = "agent.port";
  private static final Logger LOG = LoggerFactory.getLogger(PortFile.class);

  private final Path file;

  PortFile(Path folder) {
    this.file = folder.resolve(NAME);
  }

  /** A reader sees the old text or the new one, never half of it. */
  void write(int port) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Path draft = file.resolveSibling(NAME + ".new");
    Files.writeString(draft, port + "\n");
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("Cannot delete {}: {}", file, e.toString());
    }
  }
}
