package org.meseta.itests.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How many tasks a second a cluster with a real agent runs: launches {@code true} again and again
 * through the public API, so many at once. The first round is the cold one if the cluster is new.
 */
final class LaunchRate {
  static final Map<String, String> FLAGS = Map.of("tasks", "300", "in_flight", "8", "rounds", "1");

  private LaunchRate() {}

  static Figures measure(Bench bench, Flags flags) throws InterruptedException {
    int tasks = flags.number("tasks");
    int inFlight = flags.number("in_flight");
    List<Double> rates = new ArrayList<>();
    List<LoadResult> rounds = new ArrayList<>();
    for (int round = 0; round < flags.number("rounds"); round++) {
      SimulatedScheduler launcher =
          new SimulatedScheduler(bench, Load.ofShortTasks("launch-rate", tasks, inFlight));
      LoadResult result = bench.await(launcher.start());
      bench.await(launcher.tearDown());
      rounds.add(result);
      rates.add(tasks / result.seconds());
      Bench.say("round " + round + ": " + Math.round(tasks / result.seconds()) + " tasks/s");
    }
    LoadResult first = rounds.get(0);
    LoadResult last = rounds.get(rounds.size() - 1);
    return new Figures("launch_rate")
        .put("tasks", tasks)
        .put("in_flight", inFlight)
        .put("failed_tasks", rounds.stream().mapToInt(LoadResult::failed).sum())
        .put("total_seconds", first.seconds())
        .put("tasks_per_second", tasks / first.seconds())
        .percentiles("accept_to_running", first.toRunning())
        .spread("warm_tasks_per_second", rates.subList(1, rates.size()))
        .percentiles("last_round_accept_to_running", last.toRunning());
  }
}
