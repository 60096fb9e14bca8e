package org.meseta.containerizer;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.meseta.containerizer.async.Stages;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.protocol.v1.ContainerID;

/**
 * Prints launches a second and memory per running command. Run by hand: {@code java -cp ...
 * org.meseta.containerizer.Bench FOLDER [USER]}.
 */
public final class Bench {
  private static final int LAUNCHES = 600;
  private static final int SLEEPERS = 100;

  private Bench() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory(Path.of(args[0]), "bench");
    Optional<String> user = args.length > 1 ? Optional.of(args[1]) : Optional.empty();
    try (TestHost host = new TestHost(folder)) {
      host.withoutIsolators();
      host.start();
      host.user = user;
      rate(host, 8, "warm-up");
      for (int inFlight : new int[] {1, 8, 32}) {
        rate(host, inFlight, "measured");
      }
      memory(host);
    }
  }

  private static void rate(TestHost host, int inFlight, String what) throws Exception {
    long cpu = cpu();
    Semaphore slots = new Semaphore(inFlight);
    long start = System.nanoTime();
    List<CompletableFuture<Termination>> ends = new ArrayList<>();
    for (int i = 0; i < LAUNCHES; i++) {
      slots.acquire();
      ContainerID id = host.id();
      CompletableFuture<Termination> end =
          host.containerizer
              .launch(host.launch(id, "true"))
              .thenCompose(launched -> host.containerizer.wait(id))
              .toCompletableFuture();
      ends.add(end);
      Stages.whenDone(
          end,
          (t, e) -> {
            host.containerizer.forget(id);
            slots.release();
          });
    }
    for (CompletableFuture<Termination> end : ends) {
      if (end.get(60, SECONDS).exitCode().orElse(-1) != 0) {
        throw new IllegalStateException(end.get().toString());
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%s: %d in flight: %.0f launches/s to the end of each, %.1f ms of processor time each%n",
        what, inFlight, LAUNCHES / seconds, (cpu() - cpu) / 1e6 / LAUNCHES);
  }

  /** Nanoseconds of our own and of all containers, if they are in cgroups of version 2. */
  private static long cpu() throws IOException {
    long own =
        java.lang.management.ManagementFactory.getPlatformMXBean(
                com.sun.management.OperatingSystemMXBean.class)
            .getProcessCpuTime();
    Path stat = Path.of("/sys/fs/cgroup/unified/meseta-test/cpu.stat");
    return own
        + (Files.exists(stat)
            ? 1000 * Long.parseLong(Files.readAllLines(stat).get(0).replaceAll("\\D", ""))
            : 0);
  }

  private static void memory(TestHost host) throws Exception {
    for (int i = 0; i < SLEEPERS; i++) {
      host.containerizer
          .launch(host.launch(host.id(), "exec sleep 1000"))
          .toCompletableFuture()
          .get(60, SECONDS);
    }
    Set<Long> all = host.processes();
    long kilobytes = 0;
    for (long pid : all) {
      kilobytes += pss(pid);
    }
    System.out.printf(
        "%d sleeping: %d processes, %.0f KiB PSS each with its supervisor%n",
        SLEEPERS, all.size(), (double) kilobytes / SLEEPERS);
    for (ContainerID id : host.containerizer.containers()) {
      host.containerizer.destroy(id).toCompletableFuture().get(60, SECONDS);
    }
  }

  private static long pss(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
        .filter(l -> l.startsWith("Pss:"))
        .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
        .sum();
  }
}
