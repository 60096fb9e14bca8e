package org.meseta.itests.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meseta.itests.benchmarks.AllocatorStand.Offered;
import org.meseta.plugin.Clock;
import org.meseta.plugin.allocator.Obstacle;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.resources.Resources;
import org.meseta.runtime.Runtime;

/**
 * How long the allocator's cycle over all agents takes: frameworks of one role, which decline every
 * offer for an hour, on agents that are half used. Then nobody declines any more, and single agents
 * come.
 */
final class AllocationCycles {
  static final Map<String, String> FLAGS =
      Map.of(
          "shapes",
          "1000x100,5000x500,10000x1000,20000x2000,10000x1,10000x6000,10000x1000s99",
          "rounds",
          "10");

  private static final Filters HOUR = Filters.newBuilder().setRefuseSeconds(3600).build();
  private static final Resources TOTAL =
      Resources.parse("cpus:24;mem:4096;disk:4096;ports:[31000-32000]", "*");
  private static final Resources USED = Resources.parse("cpus:16;mem:2014;disk:1024", "*");

  private final Runtime runtime;
  private final Shape shape;

  private AllocationCycles(Runtime runtime, Shape shape) {
    this.runtime = runtime;
    this.shape = shape;
  }

  /**
   * @param suppressedPercent of the frameworks want no offers
   */
  record Shape(int agents, int frameworks, int suppressedPercent) {

    /** Reads for example {@code 1000x100} or, with 99 % suppressed, {@code 1000x100s99}. */
    static Shape parse(String text) {
      if (!text.matches("[1-9]\\d{0,6}x[1-9]\\d{0,6}(s\\d{1,2})?")) {
        throw new IllegalArgumentException("--shapes: not AGENTSxFRAMEWORKS: " + text);
      }
      String[] numbers = text.split("[xs]");
      return new Shape(
          Integer.parseInt(numbers[0]),
          Integer.parseInt(numbers[1]),
          numbers.length < 3 ? 0 : Integer.parseInt(numbers[2]));
    }

    String key() {
      String plain = agents + "x" + frameworks;
      return suppressedPercent == 0 ? plain : plain + "_" + suppressedPercent + "_suppressed";
    }

    boolean suppresses(int framework) {
      return framework % 100 < suppressedPercent;
    }
  }

  static Figures measure(Runtime runtime, Flags flags) {
    List<Shape> shapes =
        List.of(flags.text("shapes").split(",")).stream().map(Shape::parse).toList();
    int rounds = flags.number("rounds");
    Figures figures = new Figures("allocation").put("rounds", rounds);
    for (Shape shape : shapes) {
      Bench.say(shape.agents + " agents, " + shape.frameworks + " frameworks");
      new AllocationCycles(runtime, shape).measure(rounds, figures);
    }
    return figures;
  }

  private void measure(int rounds, Figures figures) {
    Clock clock = runtime.clock();
    long before = Lap.liveBytes();
    try (AllocatorStand stand = new AllocatorStand(runtime)) {
      stand.allocator().pause();
      FrameworkID holder = stand.addFramework("holder", "r", true);
      for (int i = 0; i < shape.frameworks; i++) {
        stand.addFramework("framework" + i, "r", shape.suppresses(i));
      }
      long withFrameworks = Lap.liveBytes();
      Lap adding = Lap.of(clock, () -> addAgents(stand, holder));
      long withAgents = Lap.liveBytes();
      List<Lap> cycles = new ArrayList<>();
      List<Lap> declining = new ArrayList<>();
      cycles.add(
          Lap.of(
              clock,
              () -> {
                stand.allocator().resume();
                stand.settle();
              }));
      int offers = 0;
      while (cycles.size() < rounds) {
        List<Offered> offered = stand.takeOffers();
        offers += offered.size();
        declining.add(
            Lap.of(clock, () -> offered.forEach(o -> stand.recover(o, Optional.of(HOUR)))));
        cycles.add(Lap.of(clock, stand::round));
      }
      String key = shape.key();
      figures.put(key + "_adding_agents_ms", adding.millis()).put(key + "_declined_offers", offers);
      Lap.put(figures, key, cycles);
      Lap.putMedian(figures, key + "_declining", declining);
      figures
          .put(key + "_heap_bytes_per_agent", (withAgents - withFrameworks) / shape.agents)
          .put(
              key + "_heap_bytes_per_agent_with_filters",
              (Lap.liveBytes() - withFrameworks) / shape.agents)
          .put(key + "_heap_bytes_of_frameworks", withFrameworks - before);
      measureSmallThings(stand, figures);
    }
  }

  private void addAgents(AllocatorStand stand, FrameworkID holder) {
    for (int i = 0; i < shape.agents; i++) {
      // As in a master, each agent's are objects of its own.
      Resources total = Resources.of(TOTAL.toList());
      Resources used = Resources.of(USED.toList()).allocatedTo("r");
      stand.addAgent("agent" + i, total, Map.of(holder, used));
    }
  }

  /**
   * Somebody asks why a framework has no offers, while all is free that the others may have; then
   * all is on offer and nobody answers; then one agent joins, and one offer comes back.
   */
  private void measureSmallThings(AllocatorStand stand, Figures figures) {
    Clock clock = runtime.clock();
    stand.takeOffers().forEach(offer -> stand.recover(offer, Optional.of(HOUR)));
    FrameworkID last = FrameworkID.newBuilder().setValue("framework0").build();
    Map<AgentID, Obstacle> obstacles = new HashMap<>();
    Lap asking =
        Lap.of(clock, () -> obstacles.putAll(stand.allocator().obstacles(last, "r").orElseThrow()));
    figures
        .put(shape.key() + "_asking_for_obstacles_ms", asking.millis())
        .put(shape.key() + "_obstacles", obstacles.size());
    stand.round();
    stand.takeOffers();
    Lap rest = Lap.of(clock, stand::round);
    Lap join =
        Lap.of(
            clock,
            () -> {
              stand.addAgent("late", TOTAL, Map.of());
              stand.settle();
            });
    List<Offered> offered = stand.takeOffers();
    offered.forEach(offer -> stand.recover(offer, Optional.empty()));
    Lap back = Lap.of(clock, stand::round);
    figures
        .put(shape.key() + "_cycle_at_rest_ms", rest.millis())
        .put(shape.key() + "_agent_joins_ms", join.millis())
        .put(shape.key() + "_offer_comes_back_ms", back.millis());
  }
}
