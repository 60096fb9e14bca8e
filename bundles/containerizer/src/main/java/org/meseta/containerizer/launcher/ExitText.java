package org.meseta.containerizer.launcher;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meseta.plugin.containerizer.Termination;

/**
 * Reads what the supervisor has left in an exit file: what the shell's {@code jobs -l} said,
 * perhaps more than once, then a line {@code end STATUS}.
 */
final class ExitText {
  /** Job number, mark and pid come first. */
  private static final Pattern JOB = Pattern.compile("\\[\\d+\\]\\s*[+-]?\\s+\\d+\\s+(.*)");

  private static final Pattern CODE = Pattern.compile("(?:Done\\((\\d{1,3})\\)|Exit (\\d{1,3})).*");
  private static final Pattern END = Pattern.compile("end (\\d{1,3})");

  /** What wait returns when it was interrupted, and so says nothing. */
  private static final int INTERRUPTED = 128 + 17;

  private static final int SIGNALED = 128;

  private ExitText() {}

  /** How the command ended; empty if the supervisor has not finished writing. */
  static Optional<Termination> parse(String text) {
    if (!text.endsWith("\n")) {
      return Optional.empty();
    }
    List<String> lines = text.lines().toList();
    Matcher end = END.matcher(lines.get(lines.size() - 1));
    return end.matches()
        ? Optional.of(termination(lines, Integer.parseInt(end.group(1))))
        : Optional.empty();
  }

  private static Termination termination(List<String> lines, int status) {
    String said = lastJob(lines);
    Matcher code = CODE.matcher(said);
    if (code.matches()) {
      return Termination.exited(
          Integer.parseInt(code.group(1) != null ? code.group(1) : code.group(2)));
    }
    if (said.startsWith("Done")) {
      return Termination.exited(0);
    }
    return SignalNames.at(said)
        .map(Termination::signaled)
        .orElseGet(() -> fromStatus(status, said));
  }

  private static Termination fromStatus(int status, String said) {
    if (status == INTERRUPTED) {
      return Termination.unknown("The shell told the end of the command as \"" + said + "\"");
    }
    return status > SIGNALED ? Termination.signaled(status - SIGNALED) : Termination.exited(status);
  }

  private static String lastJob(List<String> lines) {
    return lines.stream()
        .map(JOB::matcher)
        .filter(Matcher::matches)
        .map(m -> m.group(1).strip())
        .reduce("", (first, second) -> second);
  }
}
