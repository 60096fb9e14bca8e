package org.meseta.itests.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.meseta.http.client.WireFormat;

/** Schedulers that share a load. */
final class Fleet {
  /** Spreads tasks over agents, as schedulers with sense do. */
  private static final int PER_OFFER = 20;

  private final List<Launcher> launchers = new ArrayList<>();
  private final List<Double> toRunning = new ArrayList<>();
  private int failed;
  private double seconds;

  /** Launches; waits until every task is at its goal. */
  static Fleet run(
      Bench bench, int schedulers, int tasks, int inFlight, boolean stay, WireFormat format)
      throws InterruptedException {
    Fleet fleet = new Fleet();
    long start = bench.now();
    List<CompletionStage<Launcher.Result>> results =
        IntStream.range(0, schedulers)
            .mapToObj(
                i ->
                    fleet.start(
                        bench,
                        new Load(
                            "scheduler-" + i,
                            share(tasks, schedulers, i),
                            Math.max(1, inFlight / schedulers),
                            PER_OFFER,
                            stay,
                            format)))
            .toList();
    for (CompletionStage<Launcher.Result> stage : results) {
      Launcher.Result result = bench.await(stage);
      fleet.failed += result.failed();
      fleet.toRunning.addAll(result.toRunning());
    }
    fleet.seconds = bench.secondsSince(start);
    return fleet;
  }

  private CompletionStage<Launcher.Result> start(Bench bench, Load load) {
    Launcher launcher = new Launcher(bench.runtime().loop(load.framework()), bench.client(), load);
    launchers.add(launcher);
    return launcher.start(bench.master());
  }

  private static int share(int tasks, int schedulers, int i) {
    return tasks / schedulers + (i < tasks % schedulers ? 1 : 0);
  }

  /** Ends the frameworks of tasks that stay. */
  void tearDown(Bench bench) throws InterruptedException {
    for (Launcher launcher : launchers) {
      bench.await(launcher.tearDown());
    }
  }

  int failed() {
    return failed;
  }

  /** From the first subscription on. */
  double seconds() {
    return seconds;
  }

  /** Milliseconds from ACCEPT to RUNNING. */
  List<Double> toRunning() {
    return toRunning;
  }
}
