package org.meseta.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The command line, handed over by the launcher in a file: each argument ends with NUL. */
final class Arguments {

  private Arguments() {}

  /**
   * Reads them.
   *
   * @param file null means there are none
   */
  static List<String> read(@org.jspecify.annotations.Nullable String file) throws IOException {
    if (file == null) {
      return List.of();
    }
    String text = Files.readString(Path.of(file), StandardCharsets.UTF_8);
    return text.isEmpty()
        ? List.of()
        : List.of(text.substring(0, text.length() - 1).split("\0", -1));
  }
}
