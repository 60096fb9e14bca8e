package org.meseta.master.why;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meseta.master.api.Explanation;
import org.meseta.master.api.Explanation.Cause;
import org.meseta.master.state.Framework;
import org.meseta.plugin.allocator.Obstacle;
import org.meseta.protocol.v1.AgentID;

/** Counts what stands between a framework and agents. */
public final class Causes {
  private static final int EXAMPLES = 3;

  private final Words words = new Words();
  private final Remedies remedies;

  public Causes(Remedies remedies) {
    this.remedies = remedies;
  }

  /** Obstacles that one change would remove. */
  private record Group(Obstacle.Kind kind, String subject, Set<String> cutters) {
    static Group of(Obstacle obstacle) {
      return new Group(
          obstacle.kind(),
          obstacle.subject(),
          obstacle.cuts().stream().map(c -> c.by() + " " + c.role()).collect(Collectors.toSet()));
    }
  }

  /** One agent, and what stands before it. */
  record Blocked(AgentID agent, Obstacle obstacle) {}

  /**
   * @param agents all there are
   * @param recovery what is missing
   * @param obstacles as the allocator says
   */
  public Explanation explain(
      Framework framework,
      String role,
      int agents,
      Explanation.Recovery recovery,
      Map<AgentID, Obstacle> obstacles) {
    Map<Group, List<Blocked>> groups = new LinkedHashMap<>();
    obstacles.forEach(
        (agent, told) -> {
          Obstacle obstacle = known(agent, told);
          groups
              .computeIfAbsent(Group.of(obstacle), g -> new ArrayList<>())
              .add(new Blocked(agent, obstacle));
        });
    List<Cause> causes =
        groups.values().stream()
            .map(blocked -> cause(framework, role, blocked))
            .sorted(
                Comparator.comparingInt(Cause::agents)
                    .reversed()
                    .thenComparing(Cause::kind)
                    .thenComparing(Cause::what))
            .toList();
    return new Explanation(
        framework.id(),
        framework.info().getName(),
        role,
        agents,
        recovery,
        Math.max(0, agents - obstacles.size()),
        causes);
  }

  /** What the allocator cannot know. */
  private Obstacle known(AgentID agent, Obstacle told) {
    boolean inactive = told.kind() == Obstacle.Kind.AGENT_INACTIVE;
    return inactive && remedies.isDeactivated(agent)
        ? Obstacle.of(Obstacle.Kind.AGENT_DEACTIVATED)
        : told;
  }

  private Cause cause(Framework framework, String role, List<Blocked> blocked) {
    Blocked best = best(blocked);
    Optional<Instant> until =
        blocked.stream().flatMap(b -> b.obstacle.until().stream()).min(Comparator.naturalOrder());
    Stream<AgentID> examples =
        Stream.concat(Stream.of(best), blocked.stream().filter(b -> !b.agent.equals(best.agent)))
            .limit(EXAMPLES)
            .map(Blocked::agent);
    return new Cause(
        best.obstacle.kind(),
        blocked.size(),
        examples.toList(),
        words.of(framework, best.obstacle, until),
        until,
        remedies.of(framework, role, best, until));
  }

  /** The one with the most: there the least has to be changed. */
  private static Blocked best(List<Blocked> blocked) {
    return blocked.stream()
        .max(
            Comparator.comparingLong((Blocked b) -> b.obstacle.amount().milli("cpus"))
                .thenComparingLong(b -> b.obstacle.amount().milli("mem")))
        .orElseThrow();
  }
}
