package org.meseta.testkit.cluster.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.Timers;
import org.meseta.plugin.containerizer.ContainerLaunch;
import org.meseta.plugin.containerizer.Containerizer.Launched;
import org.meseta.plugin.containerizer.ContainerizerFactory;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.testkit.cluster.journal.Journal;
import org.meseta.testkit.cluster.process.Disk;
import org.meseta.testkit.cluster.process.MortalRuntime;

/** A host: its tasks' processes outlive the agent, but not the host itself. */
public final class VirtualHost {
  private static final Duration SLOWEST_START = Duration.ofMillis(1500);
  private static final Duration SLOWEST_END = Duration.ofMillis(500);
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;

  private final String name;
  private final Disk disk;
  private final Timers timers;
  private final RandomGenerator random;
  private final Journal journal;
  private final Map<ContainerID, Box> boxes = new LinkedHashMap<>();
  private int boots = 1;

  /** A host on which nothing runs. */
  public VirtualHost(
      String name, Disk disk, Timers timers, RandomGenerator random, Journal journal) {
    this.name = name;
    this.disk = disk;
    this.timers = timers;
    this.random = random;
    this.journal = journal;
  }

  /** Its name in the network. */
  public String name() {
    return name;
  }

  /** Its disk. */
  public Disk disk() {
    return disk;
  }

  /** Names this life of the host. */
  public String bootId() {
    return name + "-boot-" + boots;
  }

  /** Loses all its processes; the agent's has to be killed as well. */
  public void reboot() {
    boots++;
    List<Box> lost = new ArrayList<>(boxes.values());
    boxes.clear();
    lost.forEach(box -> box.end(Termination.unknown("the host was started anew")));
  }

  /** Containers for an agent that is this process. */
  public ContainerizerFactory containers(MortalRuntime agent) {
    return context -> new VirtualContainers(this, agent);
  }

  /** How many commands run. */
  public int running() {
    return (int) boxes.values().stream().filter(Box::isRunning).count();
  }

  @Nullable Box box(ContainerID id) {
    return boxes.get(id);
  }

  Map<ContainerID, Box> boxes() {
    return boxes;
  }

  /** Begins to start a container; nothing starts without the agent that wanted it. */
  CompletableFuture<Launched> launch(ContainerLaunch launch, MortalRuntime agent) {
    Box box = new Box(launch, name, journal);
    boxes.put(launch.id(), box);
    CompletableFuture<Launched> answer = new CompletableFuture<>();
    box.startup = answer;
    timers.schedule(within(SLOWEST_START), () -> start(box, agent, answer));
    return answer;
  }

  private void start(Box box, MortalRuntime agent, CompletableFuture<Launched> answer) {
    if (boxes.get(box.id()) != box) {
      return;
    }
    if (agent.isDead() || !box.plan.starts()) {
      boxes.remove(box.id());
      answer.completeExceptionally(new IllegalStateException("it cannot be started"));
      return;
    }
    box.begin();
    timers.schedule(box.plan.span(), () -> box.end(Termination.exited(box.plan.exit())));
    answer.complete(new Launched(box.pid()));
  }

  void signal(Box box, int signal) {
    if (signal != SIGTERM || !box.plan.deaf()) {
      timers.schedule(within(SLOWEST_END), () -> box.end(Termination.signaled(signal)));
    }
  }

  void destroy(Box box) {
    if (!box.isRunning() && boxes.remove(box.id(), box)) {
      box.abandon();
    } else {
      timers.schedule(within(SLOWEST_END), () -> box.end(Termination.signaled(SIGKILL)));
    }
  }

  /** Does something a moment later, as anything takes a moment. */
  void soon(Runnable action) {
    timers.schedule(within(Duration.ofMillis(20)), action);
  }

  private Duration within(Duration most) {
    return Duration.ofNanos(random.nextLong(most.toNanos()));
  }
}
