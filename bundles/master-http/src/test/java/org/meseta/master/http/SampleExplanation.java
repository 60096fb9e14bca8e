package org.meseta.master.http;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meseta.master.api.Explanation;
import org.meseta.master.api.Explanation.Cause;
import org.meseta.master.api.Explanation.Remedy;
import org.meseta.plugin.allocator.Obstacle;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;

/** Why somebody is not offered anything. */
final class SampleExplanation {
  private SampleExplanation() {}

  static Explanation of(String role) {
    AgentID agent = AgentID.newBuilder().setValue("m-S0").build();
    return new Explanation(
        FrameworkID.newBuilder().setValue("f").build(),
        "spark",
        role,
        3,
        new Explanation.Recovery(
            2, Optional.of(new Explanation.HoldOff(1, Instant.ofEpochSecond(200)))),
        0,
        List.of(
            new Cause(
                Obstacle.Kind.QUOTA_LIMIT,
                2,
                List.of(agent),
                "role 'web' has reached its limit of cpus",
                Optional.empty(),
                Remedy.of("Raise it", "mesos:quota-set --limits 'cpus:2' web")),
            new Cause(
                Obstacle.Kind.FILTER,
                1,
                List.of(agent),
                "the framework has declined cpus:1",
                Optional.of(Instant.ofEpochSecond(100)),
                Remedy.of("Wait"))));
  }
}
