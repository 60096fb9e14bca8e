package org.meseta.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** As in Mesos, {@code --flag=file:///path} means the text of that file. */
final class ValueFiles {
  private static final String FILE = "=file://";

  private ValueFiles() {}

  static String[] read(String... args) {
    String[] read = args.clone();
    for (int i = 0; i < read.length; i++) {
      int at = read[i].startsWith("--") ? read[i].indexOf(FILE) : -1;
      if (at >= 0) {
        read[i] = read[i].substring(0, at + 1) + text(read[i].substring(at + FILE.length()));
      }
    }
    return read;
  }

  /** What cannot be read stays as it is and is refused as a value, with its name. */
  private static String text(String path) {
    try {
      return Files.readString(Path.of(path)).strip();
    } catch (IOException e) {
      return "file://" + path;
    }
  }
}
