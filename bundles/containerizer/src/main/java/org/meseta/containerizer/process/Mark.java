package org.meseta.containerizer.process;

import java.nio.file.Path;
import java.util.Map;

/**
 * A variable in the environment of a container's processes, by which they are found where there is
 * no cgroup.
 *
 * @param folder the containerizer's own of this container, like no other on the host
 */
public record Mark(Path folder) {
  private static final String NAME = "MESETA_CONTAINER";

  /** The variable. */
  public Map<String, String> variable() {
    return Map.of(NAME, folder.toString());
  }

  /** As environments have it. */
  String entry() {
    return NAME + "=" + folder;
  }
}
