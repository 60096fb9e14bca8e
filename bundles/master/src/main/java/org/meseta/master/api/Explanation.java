package org.meseta.master.api;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meseta.plugin.allocator.Obstacle;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;

/**
 * Why a framework is not offered agents for one of its roles.
 *
 * @param framework its id
 * @param name its name
 * @param role the role
 * @param agents how many agents there are
 * @param recovery what is so after a change of masters
 * @param free of how many of them nothing stands between: they are offered in the next round
 * @param causes what stands between it and the others, the most frequent first
 */
public record Explanation(
    FrameworkID framework,
    String name,
    String role,
    int agents,
    Recovery recovery,
    int free,
    List<Cause> causes) {

  public Explanation {
    causes = List.copyOf(causes);
  }

  /**
   * What is missing of the agents that the former master had admitted.
   *
   * @param missing how many have not come back
   * @param holdOff while nothing is offered to anybody for their sake
   */
  public record Recovery(int missing, Optional<HoldOff> holdOff) {}

  /**
   * Nothing is offered while some have nothing of their quotas because agents are missing.
   *
   * @param agents that have to come back for offers to begin
   * @param until when they begin in any case
   */
  public record HoldOff(int agents, Instant until) {}

  /**
   * The first thing that stands between the framework and some agents.
   *
   * @param kind what it is
   * @param agents of how many agents
   * @param examples some of these
   * @param what it is, in words
   * @param until when it first ends by itself, if it does
   * @param remedy the smallest change that would help
   */
  public record Cause(
      Obstacle.Kind kind,
      int agents,
      List<AgentID> examples,
      String what,
      Optional<Instant> until,
      Remedy remedy) {

    public Cause {
      examples = List.copyOf(examples);
    }
  }

  /**
   * A change that helps.
   *
   * @param advice in words
   * @param command to paste: of the shell if it begins with {@code mesos:}, else of any; empty if
   *     it is not an operator's to make
   */
  public record Remedy(String advice, Optional<String> command) {

    /** Not an operator's. */
    public static Remedy of(String advice) {
      return new Remedy(advice, Optional.empty());
    }

    /** An operator's. */
    public static Remedy of(String advice, String command) {
      return new Remedy(advice, Optional.of(command));
    }
  }
}
