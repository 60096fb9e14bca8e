package org.meseta.itests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meseta.itests.cluster.faulty.Fault;

/** Plugins that come and go by files, while tasks run and are launched. */
class PluginSwapIT {
  private static final String HIERARCHICAL = "org.meseta.plugins.allocator.hierarchical";
  private static final String FIFO = "org.meseta.plugins.allocator.fifo";
  private static final String POSIX = "org.meseta.plugins.isolator.posix";

  /** How often everything is swapped; many under the profile soak. */
  private static final int ROUNDS = Integer.getInteger("swap.rounds", 2);

  private static final boolean SOAK = ROUNDS > 5;

  /** How many tasks the frameworks hold: 50 together, or fewer if it is to be short. */
  private static final int MORE = SOAK ? 33 : 14;

  private static final int LESS = SOAK ? 17 : 4;

  /** Who has less and takes so many has less all the time. */
  private static final int SLOTS = 8;

  /** So many of them may go to who has more: it may hold an offer from before. */
  private static final int UNFAIR = 2;

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
        Daemon agent =
            master
                .agent(
                    folder.resolve("a"),
                    "--isolation=posix/cpu,posix/mem,test/slow",
                    "--resources=cpus:10;mem:4096;disk:100")
                .awaitAnswer()) {
      // It keeps each launch for a while between the others' prepare and their isolate.
      Jars.drop(agent, new FaultyJar("Isolator", "test/slow").make(Fault.SLOW), "slow.jar");
      Plugins.awaitState(agent, "test/slow", FaultyJar.VERSION, "running");
      try (Load load = new Load(master, agent, MORE, LESS)) {
        load.awaitMore();
        Swaps swaps = new Swaps(master, agent, load);
        swaps.round(1);
        // Only now, because some bundles get their class loader when they are first needed.
        long loaders = Heap.classLoaders(master);
        long agentLoaders = Heap.classLoaders(agent);
        for (int i = 2; i <= ROUNDS; i++) {
          swaps.round(i);
        }
        load.settle();
        swaps.report();
        assertNothingIsLost(master, load);
        assertThat(swaps.caught).as("launches under way at a swap of isolators").isPositive();
        Heap.awaitClassLoaders(master, loaders);
        Heap.awaitClassLoaders(agent, agentLoaders);
        assertThat(Plugins.leftThreads(master)).isEmpty();
        assertThat(Plugins.leftThreads(agent)).isEmpty();
      }
    }
  }

  private static void assertNothingIsLost(Daemon master, Load load) throws Exception {
    assertThat(load.wrong).isEmpty();
    JsonNode figures = Http.json(master.uri("/metrics/snapshot"));
    for (String end : List.of("lost", "failed", "error", "dropped", "gone")) {
      assertThat(figures.path("master/tasks_" + end).asInt()).as(end).isZero();
    }
    assertThat(figures.path("master/tasks_running").asInt()).isEqualTo(MORE + LESS);
    assertThat(figures.path("master/tasks_finished").asInt()).isEqualTo(load.finished.get());
  }

  /** Swaps everything, again and again. */
  private static final class Swaps {
    private final Daemon master;
    private final Daemon agent;
    private final Load load;
    private final long begin = System.nanoTime();
    private final int before;
    private int done;

    /** Launches that were under way at swaps of isolators. */
    private int caught;

    private int worst;

    Swaps(Daemon master, Daemon agent, Load load) {
      this.master = master;
      this.agent = agent;
      this.load = load;
      this.before = load.launched.get();
    }

    void round(int number) throws Exception {
      allocators(number);
      isolators(number);
      if (SOAK) {
        System.out.printf(
            "round %d: %d tasks finished; offers %s%n", number, load.finished.get(), load.offers);
      }
    }

    /** Hierarchical, fifo, a newer hierarchical, a newer one in the same file, the first again. */
    private void allocators(int round) throws Exception {
      Jars.drop(master, Jars.plugin(FIFO), "fifo.jar");
      swapped(master, "fifo", "0");
      String newer = round + ".1.0";
      Jars.drop(master, Jars.version(Jars.bundle(HIERARCHICAL), newer), "newer.jar");
      Jars.remove(master, "fifo.jar");
      swapped(master, "hierarchical", newer);
      assertFair();
      String newest = round + ".2.0";
      Jars.drop(master, Jars.version(Jars.bundle(HIERARCHICAL), newest), "newer.jar");
      swapped(master, "hierarchical", newest);
      Jars.remove(master, "newer.jar");
      swapped(master, "hierarchical", "0");
      assertFair();
    }

    /** A newer one, a newer one in its place, the first again. */
    private void isolators(int round) throws Exception {
      String newer = round + ".1.0";
      Jars.drop(agent, Jars.version(Jars.bundle(POSIX), newer), "posix.jar");
      swapped(agent, "posix/cpu", newer);
      String newest = round + ".2.0";
      Jars.drop(agent, Jars.version(Jars.bundle(POSIX), newest), "posix.jar");
      swapped(agent, "posix/mem", newest);
      Jars.remove(agent, "posix.jar");
      swapped(agent, "posix/cpu", "0");
    }

    /** Launches go on. */
    private void swapped(Daemon daemon, String plugin, String version) throws Exception {
      Plugins.awaitState(daemon, plugin, version, "running");
      if (daemon == agent) {
        caught += load.starting();
      }
      done++;
      load.awaitMore();
      assertThat(load.wrong).isEmpty();
    }

    /** The new one knows who has how much. */
    private void assertFair() throws Exception {
      Load.Shares shares = load.shares(SLOTS);
      int unfair = shares.first() - MORE;
      worst = Math.max(worst, unfair);
      assertThat(unfair).as("taken by the one that has more, %s", shares).isLessThan(UNFAIR);
    }

    private void report() {
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(
          "%d swaps in %d rounds and %.0f s, %.1f launches a second: %d short tasks finished beside %d lasting ones, %d went wrong,"
              + " %d offers rescinded, %d launches under way at swaps of isolators,"
              + " at most %d of %d slots not to the one with less; between offers %s%n",
          done,
          ROUNDS,
          seconds,
          (load.launched.get() - before) / seconds,
          load.finished.get(),
          load.lasting.get(),
          load.wrong.size(),
          load.rescinded.get(),
          caught,
          worst,
          SLOTS,
          load.offers);
    }
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
