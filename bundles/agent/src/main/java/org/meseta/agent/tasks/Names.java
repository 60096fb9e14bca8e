package org.meseta.agent.tasks;

import java.nio.charset.StandardCharsets;

/** Ids that others have made up and that become names of folders here. */
public final class Names {
  private static final int MOST_BYTES = 255;

  private Names() {}

  /** Whether a folder may have this name: it leads nowhere else and no system refuses it. */
  public static boolean fitForPath(String id) {
    return !id.isEmpty()
        && !id.equals(".")
        && !id.equals("..")
        && id.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))
        && id.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
  }
}
