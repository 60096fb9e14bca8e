package org.meseta.containerizer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.meseta.plugin.containerizer.Termination;

/**
 * What a launcher and a supervisor leave of a command.
 *
 * @param end of the command, if somebody saw it, or why there never was one
 * @param trouble what the launcher said; a warning if the command was started nevertheless
 */
record Remains(Optional<Termination> end, String trouble) {
  static final Remains NONE = new Remains(Optional.empty(), "");

  private static final int MAX_TROUBLE = 64 * 1024;
  private static final String STARTED = "started";

  /**
   * Reads the launcher's file. Blocks, though not for long.
   *
   * @param exit as the supervisor tells it
   */
  static Remains read(Optional<Termination> exit, Path trouble) throws IOException {
    try (InputStream in = Files.newInputStream(trouble)) {
      String text = new String(in.readNBytes(MAX_TROUBLE), StandardCharsets.UTF_8);
      return of(exit, text.strip());
    } catch (NoSuchFileException e) {
      return new Remains(exit, "");
    }
  }

  /** The launcher's word counts only where the command's own files were never open. */
  static Remains of(Optional<Termination> exit, String said) {
    boolean finished = exit.filter(e -> e.exitCode().orElse(-1) == 0).isPresent();
    if (said.endsWith(STARTED)) {
      return new Remains(exit, said.substring(0, said.length() - STARTED.length()).strip());
    }
    return said.isEmpty() || finished
        ? new Remains(exit, said)
        : new Remains(
            Optional.of(Termination.unknown("The command could not be started: " + said)), said);
  }
}
