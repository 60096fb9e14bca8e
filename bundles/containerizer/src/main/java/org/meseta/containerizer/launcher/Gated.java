package org.meseta.containerizer.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** A launcher that waits at its gate. If we die, it sees the end of its input and goes away. */
public final class Gated {
  private static final byte[] YES = "yes\n".getBytes(StandardCharsets.UTF_8);

  private final LaunchShell shell;
  private final long pid;
  private final Consumer<LaunchShell> done;
  private boolean released;

  /**
   * @param done is given the shell when it has let the launcher go
   */
  Gated(LaunchShell shell, long pid, Consumer<LaunchShell> done) {
    this.shell = shell;
    this.pid = pid;
    this.done = done;
  }

  /** Its pid; all of the container will descend from it. */
  public long pid() {
    return pid;
  }

  /**
   * Lets it go on. Blocks until it has handed over to the supervisor, about a millisecond.
   *
   * @return the supervisor's pid
   * @throws IOException if it failed; nothing runs then
   */
  public long release() throws IOException {
    try {
      long supervisor = shell.ask(YES);
      released = true;
      done.accept(shell);
      return supervisor;
    } catch (IOException e) {
      abandon();
      throw e;
    }
  }

  /** Ends it. May be called again; does nothing after {@link #release}. */
  public void abandon() {
    if (!released) {
      shell.end();
    }
  }
}
