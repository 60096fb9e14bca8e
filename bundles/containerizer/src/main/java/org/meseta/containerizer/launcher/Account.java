package org.meseta.containerizer.launcher;

import java.util.List;

/**
 * A user of this host.
 *
 * @param name as the host has it
 * @param gid of the user's first group
 */
public record Account(String name, long uid, long gid) {
  private static final long ROOT = 0;

  /** May do all. */
  boolean root() {
    return uid == ROOT;
  }

  /** Options with which setpriv becomes the user, with all groups of theirs. */
  List<String> options() {
    return List.of("--reuid=" + uid, "--regid=" + gid, "--init-groups");
  }
}
