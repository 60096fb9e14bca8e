package org.meseta.agent.tasks;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

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
        && id.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES
        && hasEncoding(id);
  }

  /** Whether an agent's folders may have this name, among others of ours. */
  public static boolean fitForAgent(String id) {
    return fitForPath(id) && !id.startsWith(".") && !id.equals("latest");
  }

  /** The host may have been set up for fewer characters than there are. */
  private static boolean hasEncoding(String id) {
    try {
      return !Path.of(id).toString().isEmpty();
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
