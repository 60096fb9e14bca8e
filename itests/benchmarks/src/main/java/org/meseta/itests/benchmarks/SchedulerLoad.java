package org.meseta.itests.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.meseta.http.client.WireFormat;

/**
 * How many tasks a second a master hands out: simulated agents, HTTP schedulers that launch tasks
 * which finish at once. The first round is the cold one.
 */
final class SchedulerLoad {
  static final Map<String, String> FLAGS =
      Map.of(
          "agents", "1000",
          "schedulers", "10",
          "tasks", "100000",
          "in_flight", "5000",
          "rounds", "3",
          "format", "protobuf",
          "gc_log", "");

  private SchedulerLoad() {}

  static Figures measure(Bench bench, Flags flags) throws InterruptedException {
    int tasks = flags.number("tasks");
    WireFormat format = WireFormat.valueOf(flags.text("format").toUpperCase(Locale.ROOT));
    long start = bench.now();
    int agents = bench.await(SimulatedAgents.register(bench, flags.number("agents")));
    double registration = bench.secondsSince(start);
    Bench.say(agents + " agents registered after " + Math.round(registration) + " s");

    GarbageLog garbage = GarbageLog.of(flags);
    List<Double> rates = new ArrayList<>();
    List<Double> p99 = new ArrayList<>();
    int failed = 0;
    Fleet fleet = null;
    GarbageLog.Sum before = garbage.read();
    for (int round = 0; round < flags.number("rounds"); round++) {
      before = garbage.read();
      fleet =
          Fleet.run(
              bench, flags.number("schedulers"), tasks, flags.number("in_flight"), false, format);
      failed += fleet.failed();
      rates.add(tasks / fleet.seconds());
      p99.add(Figures.percentile(fleet.toRunning(), 0.99));
      Bench.say("round " + round + ": " + Math.round(tasks / fleet.seconds()) + " tasks/s");
    }
    Figures figures =
        new Figures("scheduler")
            .put("agents", agents)
            .put("schedulers", flags.number("schedulers"))
            .put("tasks", tasks)
            .put("in_flight", flags.number("in_flight"))
            .put("format", format.name().toLowerCase(Locale.ROOT))
            .put("failed_tasks", failed)
            .put("agents_registered_per_second", agents / registration)
            .put("cold_tasks_per_second", rates.get(0))
            .spread("warm_tasks_per_second", rates.subList(1, rates.size()))
            .put("cold_accept_to_running_p99_ms", p99.get(0))
            .spread("warm_accept_to_running_p99_ms", p99.subList(1, p99.size()));
    if (fleet != null) {
      figures.percentiles("last_round_accept_to_running", fleet.toRunning());
      garbage.read().minus(before).put(figures, "last_round_master", fleet.seconds());
    }
    return figures;
  }
}
