package org.meseta.shell;

import org.jspecify.annotations.Nullable;
import org.meseta.master.api.Master;

/** What Karaf has put into a command before it runs it. */
final class Present {

  private Present() {}

  static <T> T of(@Nullable T injected) {
    if (injected == null) {
      throw new IllegalStateException("The command was not set up by the shell");
    }
    return injected;
  }

  /**
   * The master that a command is about. An agent's shell has the same commands, but no master: if
   * the master were not optional, Karaf would take every command of ours away there.
   */
  static Master master(@Nullable Master found) {
    if (found == null) {
      throw new IllegalStateException("No master runs in this process");
    }
    return found;
  }
}
