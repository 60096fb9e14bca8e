package org.meseta.cli;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Set;
import org.meseta.plugin.Clock;
import org.meseta.protocol.v1.TaskStatus;

/** Lines for people, each with the time of day. */
final class Report {
  private final PrintStream out;
  private final Clock clock;
  private final Set<String> said = new HashSet<>();

  Report(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  void say(String text) {
    out.println(time(clock.now()) + " " + text);
  }

  void sayOnce(String text) {
    if (said.add(text)) {
      say(text);
    }
  }

  /** A state, with the time at which the task came into it. */
  void state(TaskStatus status) {
    Instant when =
        status.hasTimestamp()
            ? Instant.ofEpochMilli(Math.round(status.getTimestamp() * 1000))
            : clock.now();
    String message = status.getMessage().isEmpty() ? "" : "  " + status.getMessage();
    String reason = status.hasReason() ? "  (" + status.getReason() + ")" : "";
    out.println(time(when) + " " + status.getState() + message + reason);
  }

  private static String time(Instant when) {
    return String.format("%tT.%<tL", when.atZone(ZoneId.systemDefault()));
  }
}
