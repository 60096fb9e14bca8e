package org.meseta.itests.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What agents, running tasks and subscribers cost a master: its live heap after a full collection,
 * before and after each kind has come.
 */
final class MasterMemory {
  static final Map<String, String> FLAGS =
      Map.of("agents", "1000", "tasks", "50000", "subscribers", "200", "pid", "");

  private MasterMemory() {}

  static Figures measure(Bench bench, Flags flags) throws InterruptedException {
    int tasks = flags.number("tasks");
    int subscribers = flags.number("subscribers");
    long pid = flags.number("pid");
    long empty = liveBytes(pid);
    int agents = bench.await(SimulatedAgents.register(bench, flags.number("agents")));
    long withAgents = liveBytes(pid);
    Fleet fleet = Fleet.settle(bench, tasks);
    long withTasks = liveBytes(pid);
    List<CompletionStage<@Nullable Void>> streams = new ArrayList<>();
    for (int i = 0; i < subscribers; i++) {
      streams.add(new Subscriber(bench, "subscriber-" + i).subscribed());
    }
    for (CompletionStage<@Nullable Void> stream : streams) {
      bench.await(stream);
    }
    long withSubscribers = liveBytes(pid);
    return new Figures("memory")
        .put("agents", agents)
        .put("tasks", tasks)
        .put("subscribers", subscribers)
        .put("failed_tasks", fleet.failed())
        .put("empty_heap_bytes", empty)
        .put("heap_bytes_per_agent", (withAgents - empty) / agents)
        .put("heap_bytes_per_running_task", (withTasks - withAgents) / tasks)
        .put("heap_bytes_per_subscriber", (withSubscribers - withTasks) / subscribers)
        .put("resident_bytes", residentBytes(pid));
  }

  /** A histogram of live objects collects everything first; its last line has their sum. */
  private static long liveBytes(long pid) {
    try {
      Process jcmd = new ProcessBuilder("jcmd", pid + "", "GC.class_histogram").start();
      String last = "";
      try (BufferedReader lines = jcmd.inputReader()) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          last = line.isBlank() ? last : line;
        }
      }
      String[] words = last.strip().split(" +");
      if (!words[0].equals("Total")) {
        throw new IllegalStateException("jcmd says of process " + pid + ": " + last);
      }
      return Long.parseLong(words[2]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static long residentBytes(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
