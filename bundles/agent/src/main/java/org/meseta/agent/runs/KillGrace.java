package org.meseta.agent.runs;

import java.time.Duration;
import java.util.Optional;
import org.meseta.protocol.v1.KillPolicy;

/** How long a task has, from the first signal to the last. */
final class KillGrace {
  static final Duration DEFAULT = Duration.ofSeconds(3);

  private KillGrace() {}

  /** What a policy says; empty if it says nothing. */
  static Optional<Duration> of(KillPolicy policy) {
    return policy.hasGracePeriod()
        ? Optional.of(Duration.ofNanos(Math.max(0, policy.getGracePeriod().getNanoseconds())))
        : Optional.empty();
  }

  /** What a call says, else what the task says, else the default. */
  static Duration of(Optional<Duration> call, Optional<Duration> task) {
    return call.or(() -> task).orElse(DEFAULT);
  }
}
