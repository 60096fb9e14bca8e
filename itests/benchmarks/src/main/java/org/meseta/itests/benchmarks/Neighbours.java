package org.meseta.itests.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.meseta.http.client.WireFormat;

/**
 * How much other schedulers slow down one that launches tasks: one that does not read its stream
 * and causes 10,000 events a second on it, a crowd of idle ones, and one that makes 10,000 calls a
 * second.
 */
final class Neighbours {
  static final Map<String, String> FLAGS =
      Map.of(
          "agents", "100",
          "tasks", "10000",
          "in_flight", "500",
          "per_accept", "50",
          "rounds", "5",
          "streams", "2000");

  private Neighbours() {}

  static Figures measure(Bench bench, Flags flags) throws InterruptedException {
    int agents = bench.await(SimulatedAgents.register(bench, flags.number("agents")));
    Figures figures =
        new Figures("neighbours").put("agents", agents).put("tasks", flags.number("tasks"));
    rounds(bench, flags, "warming-up");
    Pace alone = rounds(bench, flags, "alone");
    alone.put(figures, "alone");

    Pest deaf = new Pest(bench, "deaf", 1, 100, true);
    bench.await(deaf.start());
    rounds(bench, flags, "beside-deaf").put(figures, "beside_one_that_never_reads", alone);
    figures.put("beside_one_that_never_reads_cut_off", deaf.cutOff());
    deaf.end();

    List<Pest> crowd = new ArrayList<>();
    for (int i = 0; i < flags.number("streams"); i++) {
      Pest one = new Pest(bench, "crowd-" + i, 0, 0, false);
      bench.await(one.start());
      crowd.add(one);
    }
    String streams = "beside_" + crowd.size() + "_streams";
    rounds(bench, flags, "beside-crowd").put(figures, streams, alone);
    crowd.forEach(Pest::end);

    Pest caller = new Pest(bench, "caller", 100, 1, false);
    bench.await(caller.start());
    int before = caller.accepted();
    long start = bench.now();
    rounds(bench, flags, "beside-caller").put(figures, "beside_10000_calls_per_second", alone);
    figures.put(
        "calls_accepted_per_second", (caller.accepted() - before) / bench.secondsSince(start));
    caller.end();
    return figures;
  }

  private static Pace rounds(Bench bench, Flags flags, String name) throws InterruptedException {
    Pace measured = new Pace(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    int tasks = flags.number("tasks");
    for (int i = 0; i < flags.number("rounds"); i++) {
      Load load =
          Load.ofBatches(
              name + "-" + i,
              tasks,
              flags.number("in_flight"),
              flags.number("per_accept"),
              true,
              WireFormat.PROTOBUF);
      Fleet fleet = Fleet.run(bench, 1, load);
      fleet.tearDown(bench);
      measured.rates.add(tasks / fleet.seconds());
      measured.p50.add(Figures.percentile(fleet.toRunning(), 0.5));
      measured.p99.add(Figures.percentile(fleet.toRunning(), 0.99));
    }
    Bench.say(name + ": " + Math.round(measured.rate()) + " tasks/s");
    return measured;
  }

  /** One figure of each round. */
  private record Pace(List<Double> rates, List<Double> p50, List<Double> p99) {

    double rate() {
      return Figures.percentile(rates, 0.5);
    }

    void put(Figures figures, String name) {
      figures
          .spread(name + "_tasks_per_second", rates)
          .spread(name + "_accept_to_running_p50_ms", p50)
          .spread(name + "_accept_to_running_p99_ms", p99);
    }

    void put(Figures figures, String name, Pace alone) {
      put(figures, name);
      figures.put(name + "_times_slower", alone.rate() / rate());
    }
  }
}
