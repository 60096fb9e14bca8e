package org.meseta.itests.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.meseta.master.registry.LogRegistry;
import org.meseta.master.registry.Registered;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.Attribute;
import org.meseta.protocol.v1.Value;
import org.meseta.resources.Resources;
import org.meseta.runtime.EventLoop;
import org.meseta.storage.StateLog;
import org.meseta.storage.ratis.RatisLog;

/**
 * How many agents a second a master's registry admits, durably, many at once and one after another;
 * and how soon a master answers that finds so many in its registry, beside one that finds none.
 */
final class RegistryLoad {
  static final Map<String, String> FLAGS =
      Map.of(
          "agents", "50000",
          "at_once", "1000",
          "one_by_one", "1000",
          "rounds", "5",
          "folder", "",
          "program", "");

  private final Bench bench;
  private final EventLoop loop;

  private RegistryLoad(Bench bench) {
    this.bench = bench;
    this.loop = bench.runtime().loop("registry");
  }

  static Figures measure(Bench bench, Flags flags) throws InterruptedException {
    RegistryLoad load = new RegistryLoad(bench);
    try {
      return load.measure(flags);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      load.loop.close();
    }
  }

  private Figures measure(Flags flags) throws IOException, InterruptedException {
    int agents = flags.number("agents");
    Path folder = Path.of(flags.text("folder"));
    List<Double> rates = new ArrayList<>();
    List<Double> cpu = new ArrayList<>();
    Processor processor = new Processor(Optional.empty());
    for (int round = 0; round <= flags.number("rounds"); round++) {
      Processor.Used before = processor.used();
      double seconds = admit(folder.resolve("admit-" + round), agents, flags.number("at_once"));
      rates.add(agents / seconds);
      cpu.add(processor.used().minus(before).driverMicros() / agents);
      Bench.say("round " + round + ": " + Math.round(agents / seconds) + " admissions a second");
    }
    List<Double> latencies = oneByOne(folder.resolve("one-by-one"), flags.number("one_by_one"));
    Figures figures =
        new Figures("registry")
            .put("agents", agents)
            .put("at_once", flags.number("at_once"))
            .put("cold_admissions_per_sec", rates.remove(0))
            .spread("admissions_per_sec", rates)
            .put("processor_micros_per_admission_cold", cpu.remove(0))
            .spread("processor_micros_per_admission", cpu)
            .percentiles("admission_alone", latencies)
            .put("log_bytes", size(folder.resolve("admit-1")));
    return restarts(flags, folder, figures);
  }

  /** Seconds that it takes; the log then stays as a crash would leave it. */
  private double admit(Path folder, int agents, int atOnce)
      throws IOException, InterruptedException {
    Registered registered = new Registered();
    try (StateLog log = RatisLog.open(folder, registered)) {
      bench.await(log.leads());
      Admission admission = new Admission(registry(log, registered), agents);
      long begun = bench.now();
      loop.execute(() -> admission.more(atOnce));
      bench.await(admission.done);
      return bench.secondsSince(begun);
    }
  }

  private List<Double> oneByOne(Path folder, int count) throws IOException, InterruptedException {
    Registered registered = new Registered();
    List<Double> millis = new ArrayList<>();
    try (StateLog log = RatisLog.open(folder, registered)) {
      bench.await(log.leads());
      LogRegistry registry = registry(log, registered);
      for (int i = 0; i < count; i++) {
        int number = i;
        long begun = bench.now();
        bench.await(
            loop.ask(() -> registry.admit(agent(number))).thenCompose(admitted -> admitted));
        millis.add(bench.secondsSince(begun) * 1000);
      }
    }
    return millis;
  }

  private LogRegistry registry(StateLog log, Registered registered) {
    return new LogRegistry(
        loop,
        log,
        registered,
        Duration.ofMinutes(1),
        bench.runtime().metrics(),
        why -> {
          throw new IllegalStateException(why);
        });
  }

  private Figures restarts(Flags flags, Path folder, Figures figures)
      throws IOException, InterruptedException {
    List<Double> full = new ArrayList<>();
    List<Double> empty = new ArrayList<>();
    List<Double> read = new ArrayList<>();
    long resident = 0;
    Path work = Files.createDirectories(folder.resolve("full"));
    Files.move(folder.resolve("admit-1"), work.resolve("replicated_log"));
    for (int round = 0; round <= flags.number("rounds"); round++) {
      MasterStart found = MasterStart.of(bench, flags.text("program"), work);
      if (found.recovered() != flags.number("agents")) {
        throw new IllegalStateException("the master found " + found.recovered() + " agents");
      }
      full.add(found.millis());
      read.add(found.registryMillis());
      resident = found.residentBytes();
      Path none = Files.createDirectories(folder.resolve("empty-" + round));
      empty.add(MasterStart.of(bench, flags.text("program"), none).millis());
      Bench.say("round " + round + ": " + found);
    }
    return figures
        .put("cold_restart_ms", full.remove(0))
        .spread("restart_ms", full)
        .put("cold_registry_read_ms", read.remove(0))
        .spread("registry_read_ms", read)
        .put("cold_start_with_empty_registry_ms", empty.remove(0))
        .spread("start_with_empty_registry_ms", empty)
        .put("resident_bytes", resident);
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static AgentInfo agent(int number) {
    AgentInfo.Builder agent =
        AgentInfo.newBuilder()
            .setId(AgentID.newBuilder().setValue("8b7d2e10-4c53-4a1e-9d52-1f0e6c7a9b21-S" + number))
            .setHostname("host-" + number + ".rack-" + number % 40 + ".example.org")
            .setPort(5051)
            .addAllResources(
                Resources.parse("cpus:32;mem:131072;disk:1000000;ports:[31000-32000]", "*")
                    .toList());
    for (String name : List.of("rack", "kernel", "generation")) {
      agent.addAttributes(
          Attribute.newBuilder()
              .setName(name)
              .setType(Value.Type.TEXT)
              .setText(Value.Text.newBuilder().setValue(name + "-" + number % 40)));
    }
    return agent.build();
  }

  /** Keeps so many admissions under way. On the loop. */
  private static final class Admission {
    private final LogRegistry registry;
    private final int agents;
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    private int begun;
    private int written;

    private Admission(LogRegistry registry, int agents) {
      this.registry = registry;
      this.agents = agents;
    }

    private void more(int count) {
      for (int i = 0; i < count && begun < agents; i++) {
        registry.admit(agent(begun++)).whenComplete((admitted, failure) -> written(failure));
      }
    }

    private void written(@Nullable Throwable failure) {
      written++;
      if (failure != null) {
        done.completeExceptionally(failure);
      } else if (written == agents) {
        done.complete(null);
      } else {
        more(1);
      }
    }
  }
}
