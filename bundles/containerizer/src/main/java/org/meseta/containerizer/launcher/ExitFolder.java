package org.meseta.containerizer.launcher;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.meseta.plugin.containerizer.Termination;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder in which supervisors leave how commands ended, a file each. One watch serves all
 * containers.
 */
public final class ExitFolder implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ExitFolder.class);
  private static final int LIMIT = 64 * 1024;

  private final Path folder;
  private final WatchService watch;

  /** Starts watching. */
  public ExitFolder(Path folder) throws IOException {
    this.folder = folder;
    this.watch = folder.getFileSystem().newWatchService();
    folder.register(
        watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
  }

  /**
   * Waits until something is written. Blocks for as long as nothing is.
   *
   * @return names of files that are finished, perhaps none
   * @throws java.nio.file.ClosedWatchServiceException after {@link #close}
   */
  public Set<String> await() throws InterruptedException {
    WatchKey key = watch.take();
    Set<String> written = new HashSet<>();
    for (WatchEvent<?> event : key.pollEvents()) {
      // What an overflow has swallowed, the sweep finds.
      if (event.context() instanceof Path name) {
        written.add(name.toString());
      }
    }
    key.reset();
    written.removeIf(name -> !isFinished(name));
    return written;
  }

  /** Not for one that cannot be read: it must not hide the others, and the sweep finds it too. */
  private boolean isFinished(String name) {
    try {
      return read(name).isPresent();
    } catch (IOException e) {
      LOG.warn("The exit file {} cannot be read: {}", name, e.toString());
      return false;
    }
  }

  /** How a command ended; empty while it is not known. Blocks, though not for long. */
  public Optional<Termination> read(String name) throws IOException {
    Path file = folder.resolve(name);
    try {
      if (Files.size(file) > LIMIT) {
        throw new IOException(file + " is larger than " + LIMIT + " bytes");
      }
      return ExitText.parse(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }
}
