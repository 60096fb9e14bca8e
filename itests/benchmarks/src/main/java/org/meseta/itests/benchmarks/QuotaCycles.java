package org.meseta.itests.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.meseta.itests.benchmarks.AllocatorStand.Offered;
import org.meseta.plugin.Clock;
import org.meseta.plugin.allocator.Quota;
import org.meseta.protocol.v1.Filters;
import org.meseta.resources.ResourceLimits;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;
import org.meseta.runtime.Runtime;

/**
 * How long the allocator's cycle takes with quotas. {@code large_and_small}: as many roles as
 * agents, of which each has one framework; five in six are owed half an agent, the others two
 * agents. {@code roles}: for each role two agents and two frameworks; without quotas, and where
 * each role is owed its two agents. All frameworks decline all offers for an hour.
 */
final class QuotaCycles {
  static final Map<String, String> FLAGS =
      Map.of("agents", "30,300,3000", "roles", "10,100,1000", "rounds", "10");

  private static final Filters HOUR = Filters.newBuilder().setRefuseSeconds(3600).build();
  private static final Resources AGENT =
      Resources.parse("cpus:24;mem:4096;disk:4096;ports:[31000-32000]", "*");
  private static final Quota HALF_AN_AGENT = owed("cpus:12;mem:2048;disk:2048");
  private static final Quota TWO_AGENTS = owed("cpus:48;mem:8192;disk:8192");

  private final Runtime runtime;
  private final int rounds;
  private final Figures figures;

  private QuotaCycles(Runtime runtime, int rounds, Figures figures) {
    this.runtime = runtime;
    this.rounds = rounds;
    this.figures = figures;
  }

  private static Quota owed(String guarantees) {
    ResourceQuantities quantities = ResourceQuantities.parse(guarantees);
    Map<String, Long> limits = new HashMap<>();
    quantities.forEach(limits::put);
    return new Quota(quantities, ResourceLimits.ofMilli(limits));
  }

  static Figures measure(Runtime runtime, Flags flags) {
    Figures figures = new Figures("quota").put("rounds", flags.number("rounds"));
    QuotaCycles cycles = new QuotaCycles(runtime, flags.number("rounds"), figures);
    for (int agents : flags.numbers("agents")) {
      Bench.say(agents + " agents, large and small quotas");
      cycles.measure(
          "large_and_small_" + agents,
          new Shape(agents, agents, 1, role -> role % 6 == 5 ? TWO_AGENTS : HALF_AN_AGENT));
    }
    for (int roles : flags.numbers("roles")) {
      Bench.say(roles + " roles, quota off and on");
      cycles.measure(
          "roles_" + roles + "_no_quota", new Shape(2 * roles, roles, 2, r -> Quota.NONE));
      cycles.measure("roles_" + roles + "_quota", new Shape(2 * roles, roles, 2, r -> TWO_AGENTS));
    }
    return figures;
  }

  /**
   * @param frameworks of each role
   */
  private record Shape(int agents, int roles, int frameworks, IntFunction<Quota> quota) {}

  private void measure(String key, Shape shape) {
    Clock clock = runtime.clock();
    try (AllocatorStand stand = new AllocatorStand(runtime)) {
      stand.allocator().pause();
      Map<String, Quota> quotas = new HashMap<>();
      for (int role = 0; role < shape.roles; role++) {
        quotas.put("role" + role, shape.quota.apply(role));
      }
      stand.allocator().updateQuotas(quotas);
      for (int i = 0; i < shape.agents; i++) {
        stand.addAgent("agent" + i, AGENT, Map.of());
      }
      Lap adding = Lap.of(clock, () -> addFrameworks(stand, shape));
      figures.put(key + "_adding_frameworks_ms", adding.millis());
      List<Lap> cycles = new ArrayList<>();
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
        offered.forEach(offer -> stand.recover(offer, Optional.of(HOUR)));
        cycles.add(Lap.of(clock, stand::round));
      }
      Lap.put(figures.put(key + "_declined_offers", offers), key, cycles);
    }
  }

  private static void addFrameworks(AllocatorStand stand, Shape shape) {
    for (int role = 0; role < shape.roles; role++) {
      for (int i = 0; i < shape.frameworks; i++) {
        stand.addFramework("framework" + role + "-" + i, "role" + role, false);
      }
    }
  }
}
