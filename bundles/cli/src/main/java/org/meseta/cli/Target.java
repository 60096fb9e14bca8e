package org.meseta.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder into which plugins are dropped.
 *
 * @param deploy the folder
 * @param roles of the process that looks at it, in so far as its folder's name says
 */
record Target(Path deploy, List<String> roles) {

  /** As {@code bin/meseta} lays out folders: WORK_DIR/karaf-ROLE/deploy. */
  static Target of(Path deploy) {
    Path folder = deploy.toAbsolutePath().normalize();
    String base = String.valueOf(folder.getName(Math.max(0, folder.getNameCount() - 2)));
    return new Target(
        folder,
        switch (base) {
          case "karaf-master" -> List.of("master");
          case "karaf-agent" -> List.of("agent");
          case "karaf-local" -> List.of("master", "agent");
          default -> List.of();
        });
  }

  /** Where the process tells of its plugins; it may have another port after each start. Blocks. */
  List<URI> plugins() {
    List<URI> found = new ArrayList<>();
    for (String role : roles) {
      Path port = deploy.resolve("../../" + role + ".port").normalize();
      try {
        int number = Integer.parseInt(Files.readString(port).strip());
        found.add(URI.create("http://127.0.0.1:" + number + "/plugins"));
      } catch (IOException | IllegalArgumentException e) {
        // It does not run, or keeps its port to itself: there is nobody to be asked.
      }
    }
    return found;
  }

  /** For people: the folder of the process. */
  @Override
  public String toString() {
    return roles.isEmpty() ? deploy.toString() : deploy.resolve("..").normalize().toString();
  }
}
