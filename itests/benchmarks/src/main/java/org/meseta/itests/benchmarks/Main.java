package org.meseta.itests.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meseta.http.client.MasterAddress;
import org.meseta.http.client.WebClient;
import org.meseta.runtime.SystemRuntime;

/**
 * Runs one benchmark and prints its figures as one JSON object, the last line on standard output;
 * what is going on is told on standard error.
 */
public final class Main {
  private static final Map<String, Benchmark> BENCHMARKS =
      Map.of(
          "launch-rate", new Benchmark(LaunchRate.FLAGS, ofCluster(LaunchRate::measure)),
          "scheduler", new Benchmark(SchedulerLoad.FLAGS, ofCluster(SchedulerLoad::measure)),
          "state", new Benchmark(StateReads.FLAGS, ofCluster(StateReads::measure)),
          "why", new Benchmark(WhyAnswers.FLAGS, ofCluster(WhyAnswers::measure)),
          "swap", new Benchmark(AllocatorSwap.FLAGS, ofCluster(AllocatorSwap::measure)),
          "neighbours", new Benchmark(Neighbours.FLAGS, ofCluster(Neighbours::measure)),
          "memory", new Benchmark(MasterMemory.FLAGS, ofCluster(MasterMemory::measure)),
          "registry", new Benchmark(RegistryLoad.FLAGS, ofCluster(RegistryLoad::measure)),
          "allocation", new Benchmark(AllocationCycles.FLAGS, AllocationCycles::measure),
          "quota", new Benchmark(QuotaCycles.FLAGS, QuotaCycles::measure));

  private Main() {}

  private record Benchmark(Map<String, String> flags, Measurement measurement) {}

  /** Measures in this process. */
  private interface Measurement {
    Figures measure(SystemRuntime runtime, Flags flags) throws InterruptedException;
  }

  /** Measures a cluster from outside. */
  private interface OfCluster {
    Figures measure(Bench bench, Flags flags) throws InterruptedException;
  }

  private static Measurement ofCluster(OfCluster measurement) {
    return (runtime, flags) -> {
      Duration timeout = Duration.ofSeconds(flags.number("timeout_secs"));
      try (Reactor reactor = Reactor.start(runtime)) {
        WebClient client = new WebClient(runtime.timers());
        URI master = MasterAddress.parse(flags.text("master"));
        return measurement.measure(new Bench(runtime, client, reactor, master, timeout), flags);
      }
    };
  }

  /** Exits with 0 if everything that was launched did as it should, 1 if not, 2 if misused. */
  public static void main(String[] args) throws InterruptedException {
    System.exit(run(args));
  }

  static int run(String... args) throws InterruptedException {
    try {
      Benchmark benchmark =
          Optional.ofNullable(args.length == 0 ? null : BENCHMARKS.get(args[0]))
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "which benchmark? " + String.join(" ", BENCHMARKS.keySet())));
      Map<String, String> usual = new HashMap<>(benchmark.flags());
      usual.put("master", "");
      usual.put("timeout_secs", "300");
      return run(benchmark, Flags.parse(usual, List.of(args).subList(1, args.length)));
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return 2;
    } catch (IllegalStateException e) {
      System.err.println(e.getMessage());
      return 1;
    }
  }

  private static int run(Benchmark benchmark, Flags flags) throws InterruptedException {
    try (SystemRuntime runtime = new SystemRuntime()) {
      String json = benchmark.measurement().measure(runtime, flags).json();
      System.out.println(json);
      return json.matches(".*\"failed_[a-z]+\":[1-9].*") ? 1 : 0;
    }
  }
}
