package org.meseta.itests.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.meseta.http.client.WireFormat;

/** Schedulers that share a load. */
final class Fleet {
  private static final int SCHEDULERS = 10;
  private static final int AT_ONCE = 10_000;

  /** Spreads tasks that stay over agents. */
  private static final int PER_OFFER = 20;

  private final List<SimulatedScheduler> schedulers = new ArrayList<>();
  private final List<Double> toRunning = new ArrayList<>();
  private int failed;
  private double seconds;

  /**
   * Launches; waits until every task is at its goal.
   *
   * @param whole what all schedulers together are to do; its framework is the beginning of names
   */
  static Fleet run(Bench bench, int count, Load whole) throws InterruptedException {
    Fleet fleet = new Fleet();
    long start = bench.now();
    List<CompletionStage<LoadResult>> results =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    fleet.start(
                        bench,
                        Load.ofBatches(
                            whole.framework() + "-" + i,
                            share(whole.tasks(), count, i),
                            Math.max(1, whole.inFlight() / count),
                            whole.perOffer(),
                            whole.stay(),
                            whole.format())))
            .toList();
    for (CompletionStage<LoadResult> stage : results) {
      LoadResult result = bench.await(stage);
      fleet.failed += result.failed();
      fleet.toRunning.addAll(result.toRunning());
    }
    fleet.seconds = bench.secondsSince(start);
    return fleet;
  }

  /** Launches tasks that stay, spread over the agents. */
  static Fleet settle(Bench bench, int tasks) throws InterruptedException {
    int inFlight = Math.min(tasks, AT_ONCE);
    return run(
        bench,
        SCHEDULERS,
        Load.ofBatches("scheduler", tasks, inFlight, PER_OFFER, true, WireFormat.PROTOBUF));
  }

  private CompletionStage<LoadResult> start(Bench bench, Load load) {
    SimulatedScheduler scheduler = new SimulatedScheduler(bench, load);
    schedulers.add(scheduler);
    return scheduler.start();
  }

  private static int share(int tasks, int schedulers, int i) {
    return tasks / schedulers + (i < tasks % schedulers ? 1 : 0);
  }

  /** Ends the frameworks, and with them their tasks. */
  void tearDown(Bench bench) throws InterruptedException {
    for (SimulatedScheduler scheduler : schedulers) {
      bench.await(scheduler.tearDown());
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
