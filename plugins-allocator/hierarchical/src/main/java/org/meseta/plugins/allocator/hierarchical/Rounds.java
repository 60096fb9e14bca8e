package org.meseta.plugins.allocator.hierarchical;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Timers;
import org.meseta.plugin.allocator.AllocatorContext;

/**
 * When to allocate: a round over all agents each allocation interval, and a run over a few of them
 * soon after something made it worthwhile. What is asked for while a run waits becomes part of it.
 */
final class Rounds {

  private final Timers timers;
  private final Clock clock;
  private final Duration interval;
  private final Collection<AgentState> agents;
  private final Cycle cycle;
  private final InverseOffers inverseOffers;
  private final FilterTable filters;
  private final Figures figures;

  private final Set<AgentState> waiting = new LinkedHashSet<>();
  private boolean allWait;
  private boolean paused;
  private long askedAt;
  private Timers.@Nullable Timer next;
  private Timers.@Nullable Timer soon;

  /**
   * @param agents all there are at any time
   */
  Rounds(
      AllocatorContext context,
      Collection<AgentState> agents,
      Cycle cycle,
      InverseOffers inverseOffers,
      FilterTable filters,
      Figures figures) {
    this.timers = context.timers();
    this.clock = context.clock();
    this.interval = context.options().allocationInterval();
    this.agents = agents;
    this.cycle = cycle;
    this.inverseOffers = inverseOffers;
    this.filters = filters;
    this.figures = figures;
  }

  void start() {
    next = timers.schedule(interval, this::round);
  }

  void close() {
    cancel(next);
    cancel(soon);
  }

  private static void cancel(Timers.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }

  /** Something about this agent has changed for the better. */
  void ask(AgentState agent) {
    waiting.add(agent);
    runSoon();
  }

  /** Somebody may be offered something of any agent. */
  void askAll() {
    allWait = true;
    runSoon();
  }

  void forget(AgentState agent) {
    waiting.remove(agent);
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
    if (allWait || !waiting.isEmpty()) {
      runSoon();
    }
  }

  private void runSoon() {
    if (soon == null && !paused) {
      askedAt = clock.nanoTime();
      soon = timers.schedule(Duration.ZERO, this::runWaiting);
    }
  }

  private void runWaiting() {
    soon = null;
    if (!paused) {
      run(allWait ? agents : List.copyOf(waiting), askedAt);
    }
  }

  private void round() {
    next = timers.schedule(interval, this::round);
    if (paused) {
      allWait = true;
      return;
    }
    run(agents, clock.nanoTime());
    filters.roundOver();
    figures.publish();
  }

  private void run(Collection<AgentState> candidates, long asked) {
    allWait = false;
    waiting.clear();
    long start = clock.nanoTime();
    cycle.run(candidates);
    inverseOffers.run();
    figures.ran(start - asked, clock.nanoTime() - start);
  }
}
