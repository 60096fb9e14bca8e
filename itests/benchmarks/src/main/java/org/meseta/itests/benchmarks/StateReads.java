package org.meseta.itests.benchmarks;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How long the big endpoints of a master take with so many agents and running tasks, read by one
 * and by many pollers, and how long {@code /health} takes beside them.
 */
final class StateReads {
  static final Map<String, String> FLAGS =
      Map.of(
          "agents", "1000",
          "tasks", "20000",
          "pollers", "1,10",
          "seconds", "10");

  private static final Duration HEALTH_EVERY = Duration.ofMillis(10);

  private StateReads() {}

  static Figures measure(Bench bench, Flags flags) throws InterruptedException {
    int tasks = flags.number("tasks");
    int agents = bench.await(SimulatedAgents.register(bench, flags.number("agents")));
    Fleet fleet = Fleet.settle(bench, tasks);
    Bench.say(tasks + " tasks run on " + agents + " agents");
    Figures figures =
        new Figures("state")
            .put("agents", agents)
            .put("tasks", tasks)
            .put("failed_tasks", fleet.failed());
    for (String path : List.of("/state", "/state-summary")) {
      for (int pollers : flags.numbers("pollers")) {
        poll(bench, path, pollers, Duration.ofSeconds(flags.number("seconds")), figures);
      }
    }
    fleet.tearDown(bench);
    return figures;
  }

  private static void poll(Bench bench, String path, int pollers, Duration length, Figures figures)
      throws InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    Poller health = new Poller(bench, HttpClient.newHttpClient(), "/health", HEALTH_EVERY).start();
    List<Poller> readers = new ArrayList<>();
    for (int i = 0; i < pollers; i++) {
      readers.add(new Poller(bench, client, path, Duration.ZERO).start());
    }
    CompletableFuture<@Nullable Void> over = new CompletableFuture<>();
    bench.runtime().timers().schedule(length, () -> over.complete(null));
    bench.await(over);

    List<Double> all = new ArrayList<>();
    double cold = 0;
    for (Poller reader : readers) {
      List<Double> millis = bench.await(reader.stop());
      cold = Math.max(cold, millis.get(0));
      all.addAll(millis.subList(Math.min(1, millis.size() - 1), millis.size()));
    }
    String key = path.substring(1).replace('-', '_') + "_" + pollers + "_pollers";
    figures
        .put(key + "_bytes", readers.get(0).bytes())
        .put(key + "_answers", all.size())
        .put(key + "_first_ms", cold)
        .percentiles(key, all)
        .percentiles(key + "_health_beside", bench.await(health.stop()));
    Bench.say(
        path + " by " + pollers + ": p50 " + Math.round(Figures.percentile(all, 0.5)) + " ms");
  }
}
