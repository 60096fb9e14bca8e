package org.meseta.itests.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meseta.itests.cluster.faulty.Fault;

/** Whatever a plugin does, its daemon goes on, says so and uses the plugin before it. */
class FaultyPluginsIT {
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  /** From when a faulty plugin is there until the one before it is used again. */
  private static final Duration MOST = DEADLINE.plusSeconds(1);

  /** A daemon that is asked all the time must answer at once. */
  private static final Duration PROMPT = Duration.ofSeconds(1);

  /** A heartbeat comes each 15 s; here is some room for a host that is busy. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(17);

  /** Signs of life on the link: one each second, and five missing ones end it. */
  private static final String[] LIVELY = {
    "--agent_ping_timeout=1secs", "--max_agent_ping_timeouts=5"
  };

  /** Those that put a plugin out of use. That what cannot be made comes first: it warms up. */
  private static final List<Fault> FATAL =
      List.of(
          Fault.CREATE, Fault.THROWS, Fault.GARBAGE, Fault.NOTHING, Fault.RECOVER, Fault.BLOCKS);

  @Test
  void faultyAllocatorsAreContained() throws Exception {
    Path folder = Daemon.scratch("faulty-allocators");
    try (Daemon master =
            master(folder, "--allocator=faulty,hierarchical", "--plugin_timeout=2secs");
        Daemon agent = master.agent(folder.resolve("a"), "--resources=cpus:8;mem:2048;disk:100");
        Load load = new Load(master, agent.awaitAnswer(), 3, 2)) {
      FaultyJar jars = new FaultyJar("Allocator", "faulty");
      contain(new Rig(master, load, jars, "hierarchical"));
      assertThat(load.wrong).isEmpty();
      assertThat(load.rescinded).hasValue(0);
      assertUnbroken(master, agent, load);
    }
  }

  @Test
  void faultyIsolatorsAreContained() throws Exception {
    Path folder = Daemon.scratch("faulty-isolators");
    try (Daemon master = master(folder);
        Daemon agent =
            master.agent(
                folder.resolve("a"),
                "--resources=cpus:8;mem:2048;disk:100",
                "--plugin_timeout=2secs");
        Load load = new Load(master, agent.awaitAnswer(), 3, 2)) {
      FaultyJar jars = new FaultyJar("Isolator", "posix/cpu");
      load.tolerate("posix/cpu failed to"); // only launches that the plugin itself has refused
      contain(new Rig(agent, load, jars, "posix/cpu"));
      assertThat(load.wrong).isEmpty();
      assertUnbroken(master, agent, load);
    }
  }

  /** One daemon that gets faulty plugins, and the plugin that it uses without them. */
  private record Rig(Daemon daemon, Load load, FaultyJar jars, String before) {}

  private static Daemon master(Path folder, String... flags) throws Exception {
    List<String> all = new ArrayList<>(List.of(flags));
    all.addAll(List.of(LIVELY));
    all.add("--allocation_interval=100ms");
    return Daemon.start("master", folder.resolve("m"), all.toArray(String[]::new)).awaitAnswer();
  }

  private static void contain(Rig rig) throws Exception {
    rig.load.awaitMore();
    contain(rig, FATAL.get(0));
    long loaders = Heap.classLoaders(rig.daemon);
    for (Fault fault : FATAL.subList(1, FATAL.size())) {
      contain(rig, fault);
    }
    leak(rig);
    // The two whose threads nobody can end stay, and that is told; all others are gone.
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Plugins.leftThreads(rig.daemon), threads -> threads.size() == 2);
    String stuck = "meseta-" + rig.jars.type().toLowerCase(Locale.ROOT) + "-" + rig.jars.name();
    assertThat(Plugins.leftThreads(rig.daemon)).containsExactly(Fault.THREAD, stuck);
    assertThat(rig.daemon.log()).contains("org.example.faulty 9.0.0", "thread '" + stuck + "'");
    assertThat(rig.daemon.log()).contains("thread '" + Fault.THREAD + "'");
    assertThat(Plugins.shown(rig.daemon).orElse("leftover " + Fault.THREAD))
        .contains("leftover", Fault.THREAD);
    Heap.awaitClassLoaders(rig.daemon, loaders + 2);
  }

  private static void contain(Rig rig, Fault fault) throws Exception {
    int known = Plugins.events(rig.daemon).size();
    Jars.drop(rig.daemon, rig.jars.make(fault), "faulty.jar");
    Story story = awaitPutBack(rig, known);
    Duration took = Duration.between(story.begin.time(), story.back.time());
    System.out.printf(
        "%s %s: %s; the one before is used again after %d ms%n",
        rig.jars.type(), fault, story.end.reason(), took.toMillis());
    assertThat(took).as("%s: %s", fault, story.end.reason()).isLessThanOrEqualTo(MOST);
    assertThat(Plugins.shown(rig.daemon).orElse(story.end.reason())).contains(story.end.reason());
    rig.load.awaitMore();
    Jars.remove(rig.daemon, "faulty.jar");
    await().until(() -> Plugins.names(rig.daemon, FaultyJar.VERSION).isEmpty());
  }

  /** It does its work, and leaves a thread behind. */
  private static void leak(Rig rig) throws Exception {
    Jars.drop(rig.daemon, rig.jars.make(Fault.LEAKS), "faulty.jar");
    Plugins.awaitState(rig.daemon, rig.jars.name(), FaultyJar.VERSION, "running");
    Jars.remove(rig.daemon, "faulty.jar");
    Plugins.awaitState(rig.daemon, rig.before, "0", "running");
    rig.load.awaitMore();
  }

  /** When the faulty one came, when it was put out of use, and when the one before was used. */
  private record Story(Plugins.Event begin, Plugins.Event end, Plugins.Event back) {}

  /** Asks all the time; the daemon answers meanwhile. */
  private static Story awaitPutBack(Rig rig, int known) {
    return await()
        .alias("quarantine of " + rig.jars)
        .atMost(Duration.ofSeconds(30)) // not what is asserted: the folder is only looked at
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              long before = System.nanoTime();
              List<Plugins.Event> events = Plugins.events(rig.daemon);
              assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PROMPT);
              return story(rig, events.subList(known, events.size()));
            },
            Optional::isPresent)
        .orElseThrow();
  }

  private static Optional<Story> story(Rig rig, List<Plugins.Event> events) {
    Optional<Plugins.Event> began = Optional.empty();
    Optional<Plugins.Event> ended = Optional.empty();
    for (Plugins.Event event : events) {
      boolean faulty = event.version().equals(FaultyJar.VERSION);
      String state = event.state();
      if (faulty && (state.equals("starting") || state.equals("running"))) {
        began = Optional.of(event);
      } else if (faulty && state.equals("quarantined")) {
        ended = Optional.of(event);
      } else if (ended.isPresent() && event.name().equals(rig.before) && state.equals("running")) {
        return Optional.of(new Story(began.orElseThrow(), ended.get(), event));
      }
    }
    // One that never ran has displaced nobody.
    return ended.isPresent() && began.orElseThrow().state().equals("starting")
        ? Optional.of(new Story(began.get(), ended.get(), ended.get()))
        : Optional.empty();
  }

  private static void assertUnbroken(Daemon master, Daemon agent, Load load) throws Exception {
    System.out.printf(
        "longest time between two heartbeats %d ms; between offers %s%n",
        load.longestSilence().toMillis(), load.offers);
    assertThat(load.longestSilence()).isLessThan(HEARTBEAT);
    assertThat(agent.log()).doesNotContain("No link to the master");
    JsonNode figures = Http.json(master.uri("/metrics/snapshot"));
    assertThat(figures.path("master/slave_registrations").asInt()).isEqualTo(1);
    assertThat(figures.path("master/slave_reregistrations").asInt(-1)).isZero();
  }
}
