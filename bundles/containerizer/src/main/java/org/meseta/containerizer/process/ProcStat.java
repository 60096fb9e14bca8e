package org.meseta.containerizer.process;

import java.util.Optional;

/**
 * What the kernel says of a process.
 *
 * @param pid its number
 * @param state one letter
 * @param parent pid of its parent
 * @param group its process group
 * @param session its session
 * @param startTime in clock ticks since the host's boot
 */
public record ProcStat(
    long pid, char state, long parent, long group, long session, long startTime) {

  /** Reads a line of {@code /proc/PID/stat}. The name in it may contain anything. */
  static Optional<ProcStat> parse(String line) {
    int open = line.indexOf(' ');
    int close = line.lastIndexOf(')');
    if (open < 0 || close < 0) {
      return Optional.empty();
    }
    String[] rest = line.substring(Math.min(close + 2, line.length())).split(" ", 21);
    if (rest.length < 21) {
      return Optional.empty();
    }
    return Optional.of(
        new ProcStat(
            Long.parseLong(line.substring(0, open)),
            rest[0].charAt(0),
            Long.parseLong(rest[1]),
            Long.parseLong(rest[2]),
            Long.parseLong(rest[3]),
            Long.parseLong(rest[19])));
  }

  /** Who it is. */
  public ProcessIdentity identity() {
    return new ProcessIdentity(pid, startTime);
  }

  /** It runs nothing any more; its parent has not asked for its end yet. */
  boolean over() {
    return state == 'Z' || state == 'X';
  }
}
