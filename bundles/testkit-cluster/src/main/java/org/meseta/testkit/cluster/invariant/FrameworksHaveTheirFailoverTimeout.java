package org.meseta.testkit.cluster.invariant;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.master.state.Cluster;
import org.meseta.master.state.Framework;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.world.World;

/**
 * A framework that nobody ends is removed exactly when it has been disconnected for as long as it
 * may be.
 */
final class FrameworksHaveTheirFailoverTimeout implements Invariant {
  private static final long SLACK = Duration.ofMillis(1).toNanos();

  private final World world;
  private final Map<FrameworkID, Absence> absences = new HashMap<>();
  private final Set<FrameworkID> present = new HashSet<>();
  private final Set<String> ended = new HashSet<>();

  private record Absence(long since, long timeout) {}

  FrameworksHaveTheirFailoverTimeout(World world) {
    this.world = world;
  }

  @Override
  public Optional<String> happened(Occurrence occurrence) {
    if (occurrence instanceof Occurrence.Called called
        && called.call().getType() == Call.Type.TEARDOWN) {
      ended.add(called.call().getFrameworkId().getValue());
    } else if (occurrence instanceof Occurrence.Fault fault) {
      ended.add(fault.who()); // whom an operator has ended
    }
    return Optional.empty();
  }

  @Override
  public Optional<String> holds() {
    Cluster now = world.cluster();
    long nanos = world.time().nanoTime();
    Optional<String> tooEarly =
        present.stream()
            .filter(id -> !now.frameworks().containsKey(id))
            .flatMap(id -> tooEarly(id, nanos).stream())
            .findFirst();
    present.clear();
    absences.keySet().removeIf(id -> !isAway(now.frameworks().get(id)));
    for (Framework framework : now.frameworks().values()) {
      present.add(framework.id());
      if (isAway(framework)) {
        long timeout = (long) (framework.info().getFailoverTimeout() * 1e9);
        absences.putIfAbsent(framework.id(), new Absence(nanos, timeout));
      }
    }
    return tooEarly.or(() -> tooLate(nanos));
  }

  private static boolean isAway(@Nullable Framework framework) {
    return framework != null && !framework.connected();
  }

  private Optional<String> tooEarly(FrameworkID id, long nanos) {
    Absence absence = absences.get(id);
    boolean due = absence != null && nanos - absence.since() >= absence.timeout() - SLACK;
    return due || ended.contains(id.getValue())
        ? Optional.empty()
        : Optional.of(id.getValue() + " is removed, and it still had time to come back");
  }

  private Optional<String> tooLate(long nanos) {
    return absences.entrySet().stream()
        .filter(e -> nanos - e.getValue().since() > e.getValue().timeout() + SLACK)
        .map(e -> e.getKey().getValue() + " is not removed, and its time is up")
        .findFirst();
  }
}
