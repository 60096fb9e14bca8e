package org.meseta.containerizer.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meseta.containerizer.process.Enclosure;
import org.meseta.containerizer.process.ProcFs;
import org.meseta.containerizer.process.ProcStat;
import org.meseta.containerizer.process.ProcessIdentity;

/** Sends signals to commands. All methods may be called from any thread and block. */
public final class CommandSignals {
  /** One of the others may just have ended. */
  private static final String KILL =
      "kill -\"$1\" -\"$2\" || exit; signal=$1; shift 2;"
          + " for pid; do kill -\"$signal\" \"$pid\"; done 2>/dev/null; true";

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
   * Sends a signal to all processes of a container but its supervisor, which tells of the end: at
   * once to the command's group, and one by one to what has left that.
   *
   * @param folder the container's own
   */
  public Outcome send(Path folder, ProcessIdentity supervisor, Enclosure enclosure, int signal)
      throws IOException {
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
    long group = command.get().pid();
    if (command.get().group() != group) {
      return Outcome.TOO_EARLY;
    }
    return kill(group, others(enclosure, group, supervisor), signal);
  }

  private List<Long> others(Enclosure enclosure, long group, ProcessIdentity supervisor)
      throws IOException {
    List<Long> others = new ArrayList<>();
    for (long pid : enclosure.processes()) {
      if (pid != supervisor.pid() && proc.stat(pid).filter(p -> p.group() != group).isPresent()) {
        others.add(pid);
      }
    }
    return others;
  }

  private Outcome kill(long group, List<Long> others, int signal) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add(Integer.toString(signal));
    arguments.add(Long.toString(group));
    others.forEach(pid -> arguments.add(Long.toString(pid)));
    HostTools.Answer answer = HostTools.run(tools.shell(), KILL, arguments.toArray(String[]::new));
    if (!answer.ok() && proc.stat(group).isPresent()) {
      throw new IOException("Signal " + signal + " was not sent: " + answer.text());
    }
    return answer.ok() ? Outcome.SENT : Outcome.OVER;
  }

  private static String read(Path folder) throws IOException {
    return Files.readString(folder.resolve("pid")).strip();
  }
}
