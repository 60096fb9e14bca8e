package org.meseta.shell;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.meseta.master.api.Explanation;
import org.meseta.master.api.Explanation.Cause;
import org.meseta.master.api.Explanation.HoldOff;

/** What {@code mesos:why} prints. */
final class WhyText {
  private static final String INDENT = "        ";

  private WhyText() {}

  static List<String> lines(Explanation explanation) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Framework %s (%s) in role '%s': %s"
            .formatted(
                explanation.framework().getValue(),
                explanation.name(),
                explanation.role(),
                agents(explanation.agents())));
    recovery(explanation, lines);
    if (explanation.free() > 0) {
      boolean held = explanation.recovery().holdOff().isPresent();
      lines.add(
          counted(
              explanation.free(),
              (explanation.free() == 1 ? "is" : "are")
                  + (held ? " offered when offers begin" : " offered in the next round")
                  + ", as far as the allocator tells"));
    }
    explanation.causes().forEach(cause -> cause(cause, lines));
    return lines;
  }

  private static void recovery(Explanation explanation, List<String> lines) {
    int missing = explanation.recovery().missing();
    String none = explanation.agents() == 0 ? "No agent is registered" : "";
    if (missing > 0) {
      lines.add(
          INDENT
              + (none.isEmpty() ? "" : none + "; ")
              + agents(missing)
              + " of the former master "
              + (missing == 1 ? "has" : "have")
              + " not come back");
    } else if (!none.isEmpty()) {
      lines.add(INDENT + none + ": start one");
    }
    explanation.recovery().holdOff().map(WhyText::heldOff).ifPresent(lines::add);
  }

  private static String heldOff(HoldOff holdOff) {
    return INDENT
        + "Nothing is offered until "
        + holdOff.agents()
        + " of them "
        + (holdOff.agents() == 1 ? "is" : "are")
        + " back (--allocator_agent_recovery_factor), at most until "
        + holdOff.until().truncatedTo(ChronoUnit.SECONDS)
        + " (--allocator_recovery_timeout)";
  }

  private static void cause(Cause cause, List<String> lines) {
    lines.add(
        counted(
            cause.agents(),
            cause.what()
                + " ("
                + cause.examples().get(0).getValue()
                + (cause.agents() > 1 ? ", ..." : "")
                + ")"));
    lines.add(INDENT + cause.remedy().advice());
    cause.remedy().command().ifPresent(command -> lines.add(INDENT + command));
  }

  private static String counted(int count, String what) {
    return String.format(Locale.ROOT, "%6d  %s", count, what);
  }

  private static String agents(int count) {
    return count == 1 ? "1 agent" : count + " agents";
  }
}
