package org.meseta.containerizer.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.meseta.containerizer.process.ProcFs;
import org.meseta.containerizer.process.ProcStat;
import org.meseta.containerizer.process.ProcessIdentity;

/** Sends signals to commands. All methods may be called from any thread and block. */
public final class CommandSignals {
  private final HostTools tools;
  private final ProcFs proc;

  public CommandSignals(HostTools tools, ProcFs proc) {
    this.tools = tools;
    this.proc = proc;
  }

  /** What became of an attempt. */
  public enum Outcome {
    SENT,
    /** The command has not got so far yet that it can be reached. */
    TOO_EARLY,
    /** The command is over. */
    OVER
  }

  /**
   * Sends a signal to the command's process group.
   *
   * @param folder the container's own
   */
  public Outcome send(Path folder, ProcessIdentity supervisor, int signal) throws IOException {
    if (!proc.alive(supervisor)) {
      return Outcome.OVER;
    }
    String text = Files.exists(folder.resolve("pid")) ? read(folder) : "";
    if (text.isEmpty()) {
      return Outcome.TOO_EARLY;
    }
    Optional<ProcStat> command =
        proc.stat(Long.parseLong(text)).filter(c -> c.parent() == supervisor.pid());
    if (command.isEmpty()) {
      return Outcome.OVER;
    }
    return command.get().group() == command.get().pid()
        ? kill(command.get().pid(), signal)
        : Outcome.TOO_EARLY;
  }

  private Outcome kill(long group, int signal) throws IOException {
    HostTools.Answer answer =
        HostTools.run(
            tools.shell(), "kill -\"$1\" -\"$2\"", Integer.toString(signal), Long.toString(group));
    if (!answer.ok() && proc.stat(group).isPresent()) {
      throw new IOException("Signal " + signal + " was not sent: " + answer.text());
    }
    return answer.ok() ? Outcome.SENT : Outcome.OVER;
  }

  private static String read(Path folder) throws IOException {
    return Files.readString(folder.resolve("pid")).strip();
  }
}
