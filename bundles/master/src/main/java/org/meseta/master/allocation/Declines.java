package org.meseta.master.allocation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Clock;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.Resources;

/**
 * What frameworks have declined and for how long, so that a new allocator can be told. There may be
 * millions: each is small, resources that many decline are kept once for an agent, and over {@link
 * #MOST} new ones are not remembered, so that after a swap frameworks are asked earlier. Belongs to
 * the master's loop.
 */
final class Declines {
  static final int MOST = 2_000_000;

  /** No name of a role. */
  private static final String EVERY_ROLE = "";

  private static final double DEFAULT_SECONDS = 5;
  private static final double MOST_SECONDS = Duration.ofDays(365).toSeconds();
  private static final double NANOS_PER_SECOND = 1e9;

  private final Clock clock;
  private final Map<AgentID, OfAgent> agents = new HashMap<>();

  /** Until when declines of a framework's role are forgotten, in the order in which they came. */
  private final Map<FrameworkID, Map<String, Long>> dropped = new HashMap<>();

  private final Map<FrameworkID, Set<String>> own = new HashMap<>();
  private long stamp;
  private long sweptAt;
  private int size;

  Declines(Clock clock) {
    this.clock = clock;
  }

  /** A framework has declined. */
  void add(FrameworkID framework, AgentID agent, Resources resources, Filters filters) {
    long nanos = nanos(filters.getRefuseSeconds());
    if (size >= MOST) {
      sweep();
    }
    if (nanos > 0 && size < MOST) {
      OfAgent there = agents.computeIfAbsent(agent, a -> new OfAgent());
      there.add(new Decline(framework, there.shared(resources), clock.nanoTime() + nanos, ++stamp));
    }
  }

  /** Not at each decline: it takes its time. */
  private void sweep() {
    stamp++;
    if (stamp - sweptAt > MOST / 10) {
      sweptAt = stamp;
      agents.values().forEach(a -> a.keep(a.holding()));
    }
  }

  /** The agent is gone or another one now. */
  void drop(AgentID agent) {
    OfAgent gone = agents.remove(agent);
    size -= gone == null ? 0 : gone.all.size();
  }

  /** The framework wants to see everything for these roles again. */
  void drop(FrameworkID framework, Set<String> roles) {
    Map<String, Long> until = dropped.get(framework);
    if (until != null) {
      roles.forEach(role -> until.put(role, stamp));
    }
  }

  /** The framework is here, or has other roles; those of roles it gave up are forgotten. */
  void roles(FrameworkID framework, Set<String> roles) {
    Set<String> before = own.put(framework, Set.copyOf(roles));
    dropped.computeIfAbsent(framework, f -> new HashMap<>());
    if (before != null) {
      Set<String> gone = new HashSet<>(before);
      gone.removeAll(roles);
      drop(framework, gone);
    }
  }

  /** The framework is away. */
  void drop(FrameworkID framework) {
    drop(framework, Set.of(EVERY_ROLE));
  }

  /** The framework is gone for good. */
  void forget(FrameworkID framework) {
    own.remove(framework);
    dropped.remove(framework);
  }

  /** What a new allocator is to be told, agent by agent. */
  List<Input> inputs() {
    List<Input> inputs = new ArrayList<>();
    agents.keySet().forEach(agent -> inputs(agent).ifPresent(inputs::add));
    return inputs;
  }

  /** What is to be told about one agent, if there is anything. */
  Optional<Input> inputs(AgentID agent) {
    OfAgent there = agents.get(agent);
    List<Decline> now = there == null ? List.of() : there.holding();
    if (now.isEmpty()) {
      return Optional.empty();
    }
    long time = clock.nanoTime();
    return Optional.of(
        new Input(
            "addFilter",
            allocator ->
                now.forEach(
                    d ->
                        allocator.addFilter(
                            d.framework, agent, d.resources, filters(d.until - time)))));
  }

  int size() {
    return size;
  }

  private static Filters filters(long nanos) {
    return Filters.newBuilder().setRefuseSeconds(nanos / NANOS_PER_SECOND).build();
  }

  /** As allocators read it: what makes no sense is the default. */
  private static long nanos(double seconds) {
    boolean sensible = seconds >= 0 && seconds <= Long.MAX_VALUE / NANOS_PER_SECOND;
    return (long)
        ((sensible ? Math.min(seconds, MOST_SECONDS) : DEFAULT_SECONDS) * NANOS_PER_SECOND);
  }

  private boolean isDropped(Decline decline) {
    Map<String, Long> until = dropped.get(decline.framework);
    if (until == null || decline.stamp <= until.getOrDefault(EVERY_ROLE, 0L)) {
      return true;
    }
    return decline.resources.allocationRoles().stream()
        .anyMatch(role -> decline.stamp <= until.getOrDefault(role, 0L));
  }

  private record Decline(FrameworkID framework, Resources resources, long until, long stamp) {}

  /** Those of one agent. */
  private final class OfAgent {
    private static final int FIRST_SWEEP = 16;

    private List<Decline> all = new ArrayList<>();
    private @Nullable Resources last;
    private int sweepAt = FIRST_SWEEP;

    void add(Decline decline) {
      all.add(decline);
      size++;
      if (all.size() >= sweepAt) {
        keep(holding());
        sweepAt = Math.max(FIRST_SWEEP, all.size() * 2);
      }
    }

    List<Decline> holding() {
      long now = clock.nanoTime();
      return all.stream().filter(d -> d.until - now > 0 && !isDropped(d)).toList();
    }

    private void keep(List<Decline> left) {
      size -= all.size() - left.size();
      all = new ArrayList<>(left);
    }

    Resources shared(Resources resources) {
      Resources recent = last;
      if (recent == null || !recent.equals(resources)) {
        recent = resources;
        last = recent;
      }
      return recent;
    }
  }
}
