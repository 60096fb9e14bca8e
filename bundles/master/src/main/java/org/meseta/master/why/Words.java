package org.meseta.master.why;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meseta.master.state.Framework;
import org.meseta.plugin.allocator.Obstacle;
import org.meseta.plugin.allocator.Obstacle.Cut;

/** Says what an obstacle is. */
final class Words {

  String of(Framework framework, Obstacle obstacle, Optional<Instant> until) {
    String subject = obstacle.subject();
    String amount = obstacle.amount().isEmpty() ? "nothing" : obstacle.amount().toString();
    return switch (obstacle.kind()) {
      case NOT_SUBSCRIBED -> "the framework does not have the role";
      case FRAMEWORK_INACTIVE -> "the framework is not connected";
      case SUPPRESSED -> "the framework has suppressed offers for the role";
      case AGENT_INACTIVE -> "the agent is not connected";
      case AGENT_DEACTIVATED -> "an operator has deactivated the agent";
      case WHITELIST -> "the host is not on the whitelist";
      case AGENT_CAPABILITY -> "the agent lacks the capability " + subject;
      case FRAMEWORK_CAPABILITY ->
          (subject.equals("REGION_AWARE") ? "the agent is in another region, and " : "")
              + "the framework lacks the capability "
              + subject
              + ", with which it would see "
              + amount;
      case CONSTRAINT -> "the framework's constraints: not so that " + subject;
      case IN_USE ->
          subject.equals(framework.id().getValue())
              ? "all is in use, most by the framework itself"
              : "all is in use, most by framework " + subject;
      case RESERVED -> "all is reserved to " + subject;
      case QUOTA_LIMIT ->
          "role '" + subject + "' has reached its limits: what is left is " + amount;
      case HEADROOM -> "what is left is needed for guarantees: role '" + subject + "' is owed";
      case MINIMUM -> "too little is left, at most " + amount + ": less than " + subject;
      case FILTER ->
          "the framework has declined "
              + amount
              + until.map(Words::until).orElse("")
              + (obstacle.cuts().isEmpty() ? "" : "; the offer was cut: " + cuts(obstacle));
      case FAIR_SHARE -> "framework " + subject + " comes first";
    };
  }

  private static String cuts(Obstacle obstacle) {
    return obstacle.cuts().stream()
        .map(cut -> cut(obstacle.kind(), cut))
        .collect(Collectors.joining(", "));
  }

  private static String cut(Obstacle.Kind kind, Cut cut) {
    String resources = names(cut);
    String limits = cut.resources().size() > 1 ? "limits" : "limit";
    String role = "role '" + cut.role() + "'";
    if (kind == Obstacle.Kind.FILTER && cut.by() == Obstacle.Kind.QUOTA_LIMIT) {
      return role + " may have no more " + resources + " by its " + limits;
    }
    return cut.by() == Obstacle.Kind.QUOTA_LIMIT
        ? role + " has reached its " + limits + " of " + resources
        : role + " is guaranteed what is left of " + resources;
  }

  /** The resources as one says them. */
  static String names(Cut cut) {
    return cut.resources().stream().sorted().collect(Collectors.joining(" and "));
  }

  private static String until(Instant end) {
    return ", and is not asked again before " + end.truncatedTo(ChronoUnit.SECONDS);
  }
}
