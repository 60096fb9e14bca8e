package org.meseta.itests.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.meseta.http.client.WireFormat;

/**
 * How many tasks a second a master hands out: simulated agents, HTTP schedulers. A task is done
 * when the goal that it was launched for is acknowledged. The first round is the cold one.
 */
final class SchedulerLoad {
  static final Map<String, String> FLAGS =
      Map.of(
          "agents", "1000",
          "schedulers", "10",
          "tasks", "100000",
          "in_flight", "2000",
          "per_accept", "100",
          "goal", "running",
          "rounds", "3",
          "format", "protobuf",
          "gc_log", "",
          "pid", "");

  private SchedulerLoad() {}

  static Figures measure(Bench bench, Flags flags) throws InterruptedException {
    int tasks = flags.number("tasks");
    int schedulers = flags.number("schedulers");
    Load load =
        Load.ofBatches(
            "scheduler",
            tasks,
            flags.number("in_flight"),
            flags.number("per_accept"),
            flags.choice("goal", "running", "finished").equals("running"),
            WireFormat.valueOf(
                flags.choice("format", "protobuf", "json").toUpperCase(Locale.ROOT)));
    long start = bench.now();
    int agents = bench.await(SimulatedAgents.register(bench, flags.number("agents")));
    double registration = bench.secondsSince(start);
    Bench.say(agents + " agents registered after " + Math.round(registration) + " s");

    GarbageLog garbage = GarbageLog.of(flags);
    Processor processor = Processor.of(flags);
    List<Double> rates = new ArrayList<>();
    List<Double> p99 = new ArrayList<>();
    List<Double> masterCpu = new ArrayList<>();
    List<Double> driverCpu = new ArrayList<>();
    int failed = 0;
    Fleet fleet = null;
    GarbageLog.Sum collected = garbage.read();
    for (int round = 0; round < flags.number("rounds"); round++) {
      GarbageLog.Sum before = garbage.read();
      Processor.Used used = processor.used();
      fleet = Fleet.run(bench, schedulers, load);
      Processor.Used spent = processor.used().minus(used);
      collected = garbage.read().minus(before);
      fleet.tearDown(bench);
      failed += fleet.failed();
      rates.add(tasks / fleet.seconds());
      p99.add(Figures.percentile(fleet.toRunning(), 0.99));
      masterCpu.add(spent.masterMicros() / tasks);
      driverCpu.add(spent.driverMicros() / tasks);
      Bench.say(
          "round %d: %.0f tasks/s, p99 %.0f ms; µs of processor a task: master %.0f, driver %.0f"
              .formatted(
                  round,
                  rates.get(round),
                  p99.get(round),
                  masterCpu.get(round),
                  driverCpu.get(round)));
    }
    Figures figures =
        new Figures("scheduler")
            .put("agents", agents)
            .put("schedulers", schedulers)
            .put("tasks", tasks)
            .put("in_flight", load.inFlight())
            .put("tasks_per_accept", load.perOffer())
            .put("goal", flags.text("goal"))
            .put("format", flags.text("format"))
            .put("failed_tasks", failed)
            .put("agents_registered_per_second", agents / registration)
            .put("cold_tasks_per_second", rates.get(0))
            .spread("warm_tasks_per_second", warm(rates))
            .put("cold_accept_to_running_p99_ms", p99.get(0))
            .spread("warm_accept_to_running_p99_ms", warm(p99))
            .spread("warm_master_cpu_microseconds_per_task", warm(masterCpu))
            .spread("warm_driver_cpu_microseconds_per_task", warm(driverCpu));
    if (fleet != null) {
      figures.percentiles("last_round_accept_to_running", fleet.toRunning());
      collected.put(figures, "last_round_master", fleet.seconds());
    }
    return figures;
  }

  private static List<Double> warm(List<Double> rounds) {
    return rounds.subList(1, rounds.size());
  }
}
