package org.meseta.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The daemons of this host, in so far as this user may see them. */
final class RunningProcesses {
  private static final String BASE = "-Dkaraf.base=";
  private static final String ROLE = "-Dmeseta.role=";

  private RunningProcesses() {}

  /**
   * Their folders for plugins, in order, if this user may write there. Blocks.
   *
   * @param proc Linux's folder of processes
   */
  static List<Path> deployFolders(Path proc) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path process : processes) {
        deployFolder(process).filter(Files::isWritable).ifPresent(found::add);
      }
    } catch (IOException e) {
      return List.of(); // there is no such folder on other systems
    }
    return found.stream().distinct().sorted().toList();
  }

  private static Optional<Path> deployFolder(Path process) {
    try {
      String line = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      List<String> arguments = List.of(line.split("\0", -1));
      return arguments.stream().noneMatch(a -> a.startsWith(ROLE))
          ? Optional.empty()
          : arguments.stream()
              .filter(a -> a.startsWith(BASE))
              .findFirst()
              .map(a -> Path.of(a.substring(BASE.length()), "deploy"));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // it has just ended, or is somebody else's
    }
  }
}
