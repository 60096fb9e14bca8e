package org.meseta.shell;

import org.jspecify.annotations.Nullable;

/** What Karaf has put into a command before it runs it. */
final class Present {

  private Present() {}

  static <T> T of(@Nullable T injected) {
    if (injected == null) {
      throw new IllegalStateException("The command was not set up by the shell");
    }
    return injected;
  }
}
