package org.meseta.itests.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How long nothing is offered when the allocator changes: the FIFO allocator's jar is dropped into
 * the master's {@code deploy/}, where it replaces the hierarchical one, and removed again. The
 * cluster is full of tasks, and of schedulers that hold most offers and decline the others. Times
 * of the allocators are from the master's plugin events, those of offers from when schedulers read
 * them: the first ones after the new allocator runs.
 */
final class AllocatorSwap {
  static final Map<String, String> FLAGS =
      Map.of(
          "agents", "10000",
          "tasks", "100000",
          "rounds", "5",
          "deploy", "",
          "plugin", "");

  private static final int WATCHERS = 10;
  private static final Duration SETTLED = Duration.ofSeconds(5);

  private AllocatorSwap() {}

  static Figures measure(Bench bench, Flags flags) throws InterruptedException {
    int agents = bench.await(SimulatedAgents.register(bench, flags.number("agents")));
    Fleet fleet = Fleet.settle(bench, flags.number("tasks"));
    Bench.say(flags.number("tasks") + " tasks run on " + agents + " agents");
    OfferLog offers = new OfferLog(bench.runtime().clock());
    for (int i = 0; i < WATCHERS; i++) {
      bench.await(new OfferHolder(bench, offers).start("watcher-" + i));
    }
    Path jar = Path.of(flags.text("plugin"));
    Path deployed = Path.of(flags.text("deploy")).resolve("swapped.jar");
    PluginEvents events = new PluginEvents(bench);
    Times arriving = new Times();
    Times leaving = new Times();
    for (int round = 0; round < flags.number("rounds"); round++) {
      bench.pause(SETTLED);
      Instant dropped = bench.runtime().clock().now();
      drop(jar, deployed);
      Instant running = events.await("fifo", "running", dropped);
      arriving.add(
          events.await("fifo", "starting", dropped),
          events.await("hierarchical", "available", dropped),
          running,
          bench.await(offers.firstAfter(running)));
      bench.pause(SETTLED);
      Instant removed = bench.runtime().clock().now();
      remove(deployed);
      Instant back = events.await("hierarchical", "running", removed);
      leaving.add(
          events.await("hierarchical", "starting", removed),
          events.await("fifo", "missing", removed),
          back,
          bench.await(offers.firstAfter(back)));
      Bench.say("round " + round + ": " + arriving.last() + "; " + leaving.last());
    }
    Figures figures =
        new Figures("swap")
            .put("agents", agents)
            .put("tasks", flags.number("tasks"))
            .put("failed_tasks", fleet.failed())
            .put("rounds", flags.number("rounds"));
    arriving.put(figures, "hierarchical_to_fifo");
    leaving.put(figures, "fifo_to_hierarchical");
    return figures;
  }

  private static void drop(Path jar, Path deployed) {
    try {
      Path hidden = deployed.resolveSibling(".swapped.jar");
      Files.copy(jar, hidden, StandardCopyOption.REPLACE_EXISTING);
      Files.move(hidden, deployed, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path deployed) {
    try {
      Files.delete(deployed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In milliseconds. */
  private static final class Times {
    private final List<Double> made = new ArrayList<>();
    private final List<Double> gap = new ArrayList<>();

    void add(Instant starting, Instant stopped, Instant running, Instant offered) {
      made.add(millis(starting, running));
      gap.add(millis(stopped, offered));
    }

    String last() {
      int last = gap.size() - 1;
      return "made and told all in %.0f ms, from stop of the old to offers of the new %.0f ms"
          .formatted(made.get(last), gap.get(last));
    }

    void put(Figures figures, String name) {
      figures
          .put(name + "_first_stop_to_offers_ms", gap.get(0))
          .spread(name + "_stop_to_offers_ms", gap.subList(1, gap.size()))
          .spread(name + "_start_to_running_ms", made.subList(1, made.size()));
    }

    private static double millis(Instant from, Instant to) {
      return Duration.between(from, to).toNanos() / 1e6;
    }
  }
}
