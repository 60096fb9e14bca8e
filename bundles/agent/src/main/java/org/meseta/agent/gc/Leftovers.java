package org.meseta.agent.gc;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds folders of former lives of the agent that nobody needs. Blocks. */
public final class Leftovers {
  private final Set<Path> needed;
  private final Map<Path, Instant> found = new LinkedHashMap<>();

  private Leftovers(Set<Path> needed) {
    this.needed = needed;
  }

  /**
   * Looks through what {@code slaves} or {@code meta/slaves} holds.
   *
   * @param agents the folder with one folder for each id the agent ever had
   * @param current the folder of the id it has now
   * @param trash a folder that is none of them
   * @param needed folders of runs that live, below the current one
   * @return each folder that may go, with the time since when it is not needed
   */
  public static Map<Path, Instant> find(Path agents, Path current, Path trash, Set<Path> needed)
      throws IOException {
    Leftovers leftovers = new Leftovers(needed);
    for (Path agent : folders(agents)) {
      if (agent.equals(current)) {
        leftovers.level(agent.resolve("frameworks"), List.of("executors", "runs"));
      } else if (!agent.equals(trash)) {
        leftovers.add(agent);
      }
    }
    return leftovers.found;
  }

  /** Goes down only where something below is needed. */
  private void level(Path parent, List<String> below) throws IOException {
    for (Path folder : folders(parent)) {
      if (needed.stream().noneMatch(n -> n.startsWith(folder))) {
        add(folder);
      } else if (!below.isEmpty()) {
        level(folder.resolve(below.get(0)), below.subList(1, below.size()));
      }
    }
  }

  private void add(Path folder) throws IOException {
    found.put(folder, Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS).toInstant());
  }

  private static List<Path> folders(Path folder) throws IOException {
    List<Path> folders = new ArrayList<>();
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            folders.add(entry);
          }
        }
      }
    }
    return folders;
  }
}
