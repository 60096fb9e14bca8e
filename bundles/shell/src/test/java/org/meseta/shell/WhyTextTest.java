package org.meseta.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meseta.master.api.Explanation;
import org.meseta.master.api.Explanation.Cause;
import org.meseta.master.api.Explanation.HoldOff;
import org.meseta.master.api.Explanation.Recovery;
import org.meseta.master.api.Explanation.Remedy;
import org.meseta.plugin.allocator.Obstacle;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;

class WhyTextTest {
  private static final Instant END = Instant.parse("2026-01-02T03:04:05.678Z");

  private static List<String> lines(int agents, Recovery recovery, int free, Cause... causes) {
    return WhyText.lines(
        new Explanation(
            FrameworkID.newBuilder().setValue("m-0").build(),
            "spark",
            "web",
            agents,
            recovery,
            free,
            List.of(causes)));
  }

  @Test
  void printsWhatStandsBetweenAndWhatHelps() {
    Cause cause =
        new Cause(
            Obstacle.Kind.QUOTA_LIMIT,
            1,
            List.of(AgentID.newBuilder().setValue("m-S0").build()),
            "it has its limit",
            Optional.empty(),
            Remedy.of("Raise it", "mesos:quota-set --limits 'cpus:2' web"));
    assertThat(lines(1, new Recovery(0, Optional.empty()), 0, cause))
        .containsExactly(
            "Framework m-0 (spark) in role 'web': 1 agent",
            "     1  it has its limit (m-S0)",
            "        Raise it",
            "        mesos:quota-set --limits 'cpus:2' web");
  }

  @Test
  void saysThatThereIsNoAgent() {
    assertThat(lines(0, new Recovery(0, Optional.empty()), 0))
        .containsExactly(
            "Framework m-0 (spark) in role 'web': 0 agents",
            "        No agent is registered: start one");
  }

  @Test
  void saysHowManyAgentsHaveToComeBack() {
    assertThat(lines(1, new Recovery(3, Optional.of(new HoldOff(2, END))), 1))
        .containsExactly(
            "Framework m-0 (spark) in role 'web': 1 agent",
            "        3 agents of the former master have not come back",
            "        Nothing is offered until 2 of them are back (--allocator_agent_recovery_factor),"
                + " at most until 2026-01-02T03:04:05Z (--allocator_recovery_timeout)",
            "     1  is offered when offers begin, as far as the allocator tells");
    assertThat(lines(0, new Recovery(1, Optional.empty()), 0))
        .contains("        No agent is registered; 1 agent of the former master has not come back");
  }
}
