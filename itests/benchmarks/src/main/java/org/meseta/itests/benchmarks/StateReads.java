package org.meseta.itests.benchmarks;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
          "seconds", "10",
          "gc_log", "");

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
    GarbageLog garbage = GarbageLog.of(flags);
    Duration length = Duration.ofSeconds(flags.number("seconds"));
    Poller health = new Poller(bench, HttpClient.newHttpClient(), "/health", HEALTH_EVERY).start();
    bench.pause(length);
    figures.percentiles("health_alone", bench.await(health.stop()));
    for (String path : List.of("/state", "/state-summary")) {
      for (int pollers : flags.numbers("pollers")) {
        GarbageLog.Sum before = garbage.read();
        poll(bench, path, pollers, length, figures);
        garbage
            .read()
            .minus(before)
            .put(figures, key(path, pollers) + "_master", flags.number("seconds"));
      }
    }
    fleet.tearDown(bench);
    return figures;
  }

  private static String key(String path, int pollers) {
    return path.substring(1).replace('-', '_') + "_" + pollers + "_pollers";
  }

  private static void poll(Bench bench, String path, int pollers, Duration length, Figures figures)
      throws InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    Poller health = new Poller(bench, HttpClient.newHttpClient(), "/health", HEALTH_EVERY).start();
    List<Poller> readers = new ArrayList<>();
    for (int i = 0; i < pollers; i++) {
      readers.add(new Poller(bench, client, path, Duration.ZERO).start());
    }
    bench.pause(length);

    List<Double> all = new ArrayList<>();
    double cold = 0;
    for (Poller reader : readers) {
      List<Double> millis = bench.await(reader.stop());
      cold = Math.max(cold, millis.get(0));
      all.addAll(millis.subList(Math.min(1, millis.size() - 1), millis.size()));
    }
    String key = key(path, pollers);
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
