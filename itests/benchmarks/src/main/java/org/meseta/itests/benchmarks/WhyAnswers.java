package org.meseta.itests.benchmarks;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How long a master takes to say why a framework, and why those of a role, have no offers of so
 * many agents that run tasks; and how long {@code /health} takes beside.
 */
final class WhyAnswers {
  static final Map<String, String> FLAGS =
      Map.of("agents", "1000", "tasks", "20000", "seconds", "10");

  private static final Duration SETTLED = Duration.ofSeconds(5);
  private static final Duration HEALTH_EVERY = Duration.ofMillis(10);

  private WhyAnswers() {}

  static Figures measure(Bench bench, Flags flags) throws InterruptedException {
    int agents = bench.await(SimulatedAgents.register(bench, flags.number("agents")));
    Fleet fleet = Fleet.settle(bench, flags.number("tasks"));
    String waiting = bench.await(new Decliner(bench).start("waiting"));
    Bench.say(flags.number("tasks") + " tasks run on " + agents + " agents");
    bench.pause(SETTLED);
    Figures figures =
        new Figures("why")
            .put("agents", agents)
            .put("tasks", flags.number("tasks"))
            .put("failed_tasks", fleet.failed());
    Duration length = Duration.ofSeconds(flags.number("seconds"));
    ask(bench, "/why?framework=" + waiting, "framework", length, figures);
    ask(bench, "/why?role=*", "role", length, figures);
    fleet.tearDown(bench);
    return figures;
  }

  /** One question after the other. */
  private static void ask(Bench bench, String path, String key, Duration length, Figures figures)
      throws InterruptedException {
    Poller health = new Poller(bench, HttpClient.newHttpClient(), "/health", HEALTH_EVERY).start();
    Poller asker = new Poller(bench, HttpClient.newHttpClient(), path, Duration.ZERO).start();
    bench.pause(length);
    List<Double> millis = bench.await(asker.stop());
    List<Double> warm = millis.subList(Math.min(1, millis.size() - 1), millis.size());
    figures
        .put(key + "_bytes", asker.bytes())
        .put(key + "_answers", millis.size())
        .put(key + "_first_ms", millis.get(0))
        .percentiles(key, warm)
        .percentiles(key + "_health_beside", bench.await(health.stop()));
    Bench.say(path + ": p50 " + Math.round(Figures.percentile(warm, 0.5)) + " ms");
  }
}
