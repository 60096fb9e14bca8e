package org.meseta.itests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Plugins that come and go by files, while tasks run and are launched. */
class PluginSwapIT {
  private static final String HIERARCHICAL = "org.meseta.plugins.allocator.hierarchical";
  private static final String FIFO = "org.meseta.plugins.allocator.fifo";
  private static final String POSIX = "org.meseta.plugins.isolator.posix";

  /** How often everything is swapped; many under the profile soak. */
  private static final int ROUNDS = Integer.getInteger("swap.rounds", 2);

  @Test
  void swapsUnderLoadLoseNoTaskAndFailNoLaunch() throws Exception {
    Path folder = Daemon.scratch("swap");
    try (Daemon master =
            Daemon.start(
                    "master",
                    folder.resolve("m"),
                    "--allocator=fifo,hierarchical",
                    "--allocation_interval=100ms")
                .awaitAnswer();
        Daemon agent = master.agent(folder.resolve("a"), "--resources=cpus:8;mem:2048;disk:100");
        Load load = new Load(master, agent.awaitAnswer())) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> load.lasting.get() >= 3 && load.finished.get() >= 5);
      swapAllocators(master, load, 1);
      swapIsolators(agent, load, 1);
      // Only now, because some bundles get their class loader when they are first needed.
      long loaders = Heap.classLoaders(master);
      long agentLoaders = Heap.classLoaders(agent);
      for (int i = 2; i <= ROUNDS; i++) {
        swapAllocators(master, load, i);
        swapIsolators(agent, load, i);
      }
      assertThat(load.wrong).isEmpty();
      Heap.awaitClassLoaders(master, loaders);
      Heap.awaitClassLoaders(agent, agentLoaders);
      assertThat(Http.json(master.uri("/metrics/snapshot")).path("master/tasks_running").asInt())
          .isGreaterThanOrEqualTo(load.lasting.get());
      System.out.printf(
          "%d rounds of swaps: %d tasks launched and finished, none lost, %d offers rescinded;"
              + " longest time between two offers %d ms%n",
          ROUNDS, load.finished.get(), load.rescinded.get(), load.longestGap().toMillis());
    }
  }

  private static void swapAllocators(Daemon master, Load load, int round) throws Exception {
    Jars.drop(master, Jars.plugin(FIFO), "fifo.jar");
    Plugins.awaitState(master, "fifo", "0", "running");
    awaitMore(load);
    String newer = round + ".1.0";
    Jars.drop(master, Jars.version(Jars.bundle(HIERARCHICAL), newer), "newer.jar");
    Jars.remove(master, "fifo.jar");
    Plugins.awaitState(master, "hierarchical", newer, "running");
    awaitMore(load);
    String newest = round + ".2.0";
    Jars.drop(master, Jars.version(Jars.bundle(HIERARCHICAL), newest), "newer.jar");
    Plugins.awaitState(master, "hierarchical", newest, "running");
    awaitMore(load);
    Jars.remove(master, "newer.jar");
    Plugins.awaitState(master, "hierarchical", "0", "running");
    awaitMore(load);
  }

  private static void swapIsolators(Daemon agent, Load load, int round) throws Exception {
    String newer = round + ".1.0";
    Jars.drop(agent, Jars.version(Jars.bundle(POSIX), newer), "posix.jar");
    Plugins.awaitState(agent, "posix/cpu", newer, "running");
    awaitMore(load);
    String newest = round + ".2.0";
    Jars.drop(agent, Jars.version(Jars.bundle(POSIX), newest), "posix.jar");
    Plugins.awaitState(agent, "posix/mem", newest, "running");
    awaitMore(load);
    Jars.remove(agent, "posix.jar");
    Plugins.awaitState(agent, "posix/cpu", "0", "running");
    awaitMore(load);
  }

  /** Launches go on. */
  private static void awaitMore(Load load) {
    int before = load.finished.get();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> load.finished.get() >= before + 5 || !load.wrong.isEmpty());
    assertThat(load.wrong).isEmpty();
  }

  @Test
  void refusesWhatWouldNotDoAndSaysWhy() throws Exception {
    try (Daemon master =
        Daemon.start("master", Daemon.scratch("refused"), "--allocator=fifo,hierarchical")
            .awaitAnswer()) {
      Plugins.awaitState(master, "hierarchical", "0", "running");
      Path garbage = Files.writeString(Daemon.scratch("jars").resolve("x.jar"), "no jar");
      Jars.drop(master, garbage, "garbage.jar");
      Jars.drop(
          master,
          Jars.changed(
              Jars.plugin(FIFO),
              Map.of("Import-Package", "org.example.nowhere", "Bundle-Version", "7.0.0")),
          "missing.jar");
      Jars.drop(master, Jars.version(Jars.bundle("org.meseta.master"), "9.0.0"), "master.jar");
      Jars.drop(
          master,
          Jars.changed(
              Jars.plugin(FIFO),
              Map.of("Fragment-Host", "org.meseta.master", "Bundle-SymbolicName", "a.fragment")),
          "fragment.jar");
      assertThat(Plugins.awaitRefusal(master, "garbage.jar")).contains("cannot be read as a jar");
      assertThat(Plugins.awaitRefusal(master, "missing.jar"))
          .contains("needs package org.example.nowhere");
      assertThat(Plugins.awaitRefusal(master, "master.jar"))
          .contains("org.meseta.master", "a part of the platform");
      assertThat(Plugins.awaitRefusal(master, "fragment.jar")).contains("fragment");
      Plugins.awaitState(master, "hierarchical", "0", "running");
      assertThat(Http.json(master.uri("/plugins")).path("plugins")).hasSize(1);
      Jars.drop(master, Jars.plugin(FIFO), "missing.jar");
      Plugins.awaitState(master, "fifo", "0", "running");
      assertThat(Plugins.refusal(master, "missing.jar")).isEmpty();
      Jars.remove(master, "garbage.jar");
      await().until(() -> Plugins.refusal(master, "garbage.jar").isEmpty());
    }
  }
}
