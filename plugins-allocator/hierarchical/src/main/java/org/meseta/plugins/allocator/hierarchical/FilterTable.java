package org.meseta.plugins.allocator.hierarchical;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.meseta.plugin.Clock;
import org.meseta.plugin.allocator.Obstacle;
import org.meseta.protocol.v1.Filters;
import org.meseta.resources.Resources;

/**
 * Who does not want to be offered what: a framework that declines resources of an agent is not
 * offered the same, or a part of it, for some time. A filter never ends before the next round over
 * all agents is over.
 */
final class FilterTable {

  private static final double DEFAULT_SECONDS = 5;
  private static final double MOST_SECONDS = Duration.ofDays(365).toSeconds();

  /** More seconds than this are not a span of time in nanoseconds. */
  private static final double REPRESENTABLE_SECONDS = Long.MAX_VALUE / 1e9;

  private final Clock clock;
  private final long interval;
  private final Clients clients;
  private final Map<String, Integer> countByRole = new HashMap<>();
  private int rounds;
  private long now;

  FilterTable(Clock clock, Duration interval, Clients clients) {
    this.clock = clock;
    this.interval = interval.toNanos();
    this.clients = clients;
    this.now = clock.nanoTime();
  }

  /** The client has declined resources of the agent. */
  void add(Client client, AgentState agent, Resources refused, Filters filters) {
    long span = nanos(filters.getRefuseSeconds());
    if (span > 0 && !refused.isEmpty()) {
      long until = clock.nanoTime() + Math.max(span, interval);
      agent.refusals.add(client.slot, refused.unallocated(), until, rounds, this::count);
    }
  }

  /** How long a filter holds; 0 for none. */
  static long nanos(double seconds) {
    if (!(seconds >= 0) || seconds > REPRESENTABLE_SECONDS) {
      return (long) (DEFAULT_SECONDS * 1e9);
    }
    return (long) (Math.min(seconds, MOST_SECONDS) * 1e9);
  }

  private void count(int slot, int change) {
    countByRole.merge(
        clients.at(slot).role, change, (count, more) -> count + more == 0 ? null : count + more);
  }

  /** Looks at the clock; what follows is judged by this moment. */
  void look() {
    now = clock.nanoTime();
  }

  /** Whether the client has refused these resources, or more. */
  boolean block(Client client, AgentState agent, Resources offered) {
    return agent.refusals.block(client.slot, offered, now, rounds);
  }

  /** Why {@link #block} was true. */
  Obstacle obstacle(Client client, AgentState agent, Resources offered) {
    Refusal refusal = agent.refusals.blocking(client.slot, offered, now, rounds);
    if (refusal == null) {
      throw new IllegalStateException("nothing blocks");
    }
    long left = Math.max(0, refusal.until() - clock.nanoTime());
    return new Obstacle(
        Obstacle.Kind.FILTER,
        "",
        refusal.resources().scalarQuantities(),
        Optional.of(clock.now().plusNanos(left)));
  }

  /** Drops the agent's filters that are over; the agent may be offered again then. */
  void expire(AgentState agent) {
    if (agent.refusals.expire(now, rounds, this::count)) {
      agent.unsettle();
    }
  }

  /** The client wants to see everything again; the next generation of frameworks begins then. */
  void drop(Client client, Collection<AgentState> agents) {
    agents.forEach(agent -> agent.refusals.drop(client.slot, this::count));
  }

  /** The agent is another one now. */
  void drop(AgentState agent) {
    agent.refusals.dropAll(this::count);
    agent.unsettle();
  }

  /** All agents have been looked at. */
  void roundOver() {
    rounds++;
  }

  /** How many filters there are; what is over counts until the next round. */
  int count(String role) {
    return countByRole.getOrDefault(role, 0);
  }
}
