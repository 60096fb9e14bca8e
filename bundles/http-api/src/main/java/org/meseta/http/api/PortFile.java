package org.meseta.http.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other programs on this host which port a daemon has: its digits and a line feed. Its
 * methods block for as long as a small file takes.
 */
public final class PortFile {
  private static final Logger LOG = LoggerFactory.getLogger(PortFile.class);

  private final Path file;

  /**
   * @param file whose folder need not exist yet
   */
  public PortFile(Path file) {
    this.file = file;
  }

  /**
   * Writes the port. A reader sees the old text or the new one, never half of it.
   *
   * @throws IOException if the file cannot be written
   */
  public void write(int port) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(draft, port + "\n");
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Takes the file away; that this fails is only logged. */
  public void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("Cannot delete {}: {}", file, e.toString());
    }
  }
}
