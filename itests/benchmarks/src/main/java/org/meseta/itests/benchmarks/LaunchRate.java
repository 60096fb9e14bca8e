package org.meseta.itests.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.meseta.http.client.MasterAddress;
import org.meseta.http.client.WebClient;
import org.meseta.runtime.SystemRuntime;

/**
 * How many tasks a second a cluster runs: launches {@code true} again and again through the public
 * API, so many at once, and prints one JSON object.
 *
 * <pre>LaunchRate --master=HOST:PORT [--tasks=300] [--in_flight=8] [--timeout_secs=120]</pre>
 */
public final class LaunchRate {
  private LaunchRate() {}

  /** Measures and exits with 0 if every task finished, else with 1. */
  public static void main(String[] args) throws InterruptedException {
    System.exit(run(args));
  }

  static int run(String... args) throws InterruptedException {
    Map<String, String> flags =
        new HashMap<>(Map.of("tasks", "300", "in_flight", "8", "timeout_secs", "120"));
    for (String arg : args) {
      String[] parts = arg.split("=", 2);
      if (!parts[0].startsWith("--") || parts.length < 2) {
        System.err.println("launch-rate: not --NAME=VALUE: " + arg);
        return 2;
      }
      flags.put(parts[0].substring(2), parts[1]);
    }
    String master = flags.get("master");
    if (master == null) {
      System.err.println("launch-rate: needs --master=HOST:PORT");
      return 2;
    }
    try (SystemRuntime runtime = new SystemRuntime()) {
      return measure(runtime, MasterAddress.parse(master), flags);
    }
  }

  private static int measure(SystemRuntime runtime, URI master, Map<String, String> flags)
      throws InterruptedException {
    int tasks = number(flags, "tasks");
    int inFlight = number(flags, "in_flight");
    Duration timeout = Duration.ofSeconds(number(flags, "timeout_secs"));
    Launcher launcher =
        new Launcher(runtime.loop("benchmark"), new WebClient(runtime.timers()), tasks, inFlight);
    try {
      Launcher.Result result =
          launcher.start(master).toCompletableFuture().get(timeout.toSeconds(), TimeUnit.SECONDS);
      System.out.println(result.json());
      return result.failed() == 0 ? 0 : 1;
    } catch (ExecutionException e) {
      System.err.println("launch-rate: " + e.getCause());
      return 1;
    } catch (TimeoutException e) {
      System.err.println("launch-rate: not done within " + timeout.toSeconds() + " s");
      return 1;
    }
  }

  private static int number(Map<String, String> flags, String name) {
    int value = Integer.parseInt(String.valueOf(flags.get(name)));
    if (value < 1) {
      throw new IllegalArgumentException("--" + name + " must be at least 1");
    }
    return value;
  }
}
