package org.meseta.testkit.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meseta.master.state.Cluster;
import org.meseta.runtime.ManualTime;
import org.meseta.testkit.cluster.Report.Violation;
import org.meseta.testkit.cluster.agent.AgentNode;
import org.meseta.testkit.cluster.daemon.Daemons;
import org.meseta.testkit.cluster.fault.Fault;
import org.meseta.testkit.cluster.fault.Faults;
import org.meseta.testkit.cluster.fault.Nemesis;
import org.meseta.testkit.cluster.fault.QuotaChange;
import org.meseta.testkit.cluster.invariant.Invariant;
import org.meseta.testkit.cluster.scheduler.SimulatedScheduler;
import org.meseta.testkit.cluster.world.Shape;
import org.meseta.testkit.cluster.world.World;

/** Lets a world run, step by step, and checks the invariants after each. */
public final class Simulation {

  private static final Duration LONGEST = Duration.ofHours(2);
  private static final Duration REST_WITHIN = Duration.ofHours(1);
  private static final Duration REST = Duration.ofMinutes(1);

  private final World world;
  private final List<Invariant> invariants;
  private final long start;
  private @Nullable Cluster seen;
  private @Nullable Violation violation;

  /** A run of this world. */
  public Simulation(World world, List<Function<World, Invariant>> invariants) {
    this.world = world;
    this.invariants = invariants.stream().map(make -> make.apply(world)).toList();
    this.start = world.time().nanoTime();
    world.journal().follow(o -> this.invariants.forEach(i -> note(i, i.happened(o))));
  }

  /**
   * A run of a random world with all faults.
   *
   * @param seed decides all of it
   * @param length how much happens
   * @param folder of this run alone; exists
   * @param kept how many of the last occurrences are to be in the report
   * @param invariants to be checked
   */
  public static Report random(
      long seed,
      Length length,
      Daemons daemons,
      Path folder,
      int kept,
      List<Function<World, Invariant>> invariants) {
    ManualTime time = new ManualTime(seed);
    RandomGenerator random = time.random();
    boolean leisurely = random.nextInt(5) == 0;
    Effort effort =
        new Effort(
            length.events(),
            length.faults(),
            leisurely ? length.leisurely() : length.hurried(),
            Duration.ofSeconds(2 + random.nextInt(leisurely ? 40 : 13)));
    Shape shape = Shape.random(random, leisurely ? 6 : 1);
    World world = new World(time, daemons, shape, folder, kept);
    return new Simulation(world, invariants).run(Faults.ALL, effort);
  }

  /** Starts all agents and schedulers. */
  public void start() {
    world.agents().forEach(AgentNode::start);
    world.schedulers().forEach(SimulatedScheduler::start);
  }

  /** Starts everything, does faults to it, lets it come to rest. */
  public Report run(List<Fault> faults, Effort effort) {
    start();
    Nemesis nemesis = new Nemesis(world, faults, effort.faultEvery());
    runUntil(() -> isEnough(effort), LONGEST);
    nemesis.stop();
    settle();
    if (!runUntil(() -> Unrest.isOver(world), REST_WITHIN) && violation == null) {
      violation = new Violation("the cluster comes to rest", Unrest.of(world));
    }
    runUntil(() -> false, REST);
    invariants.forEach(i -> note(i, violation == null ? i.holdsAtRest() : Optional.empty()));
    return report();
  }

  private boolean isEnough(Effort effort) {
    return world.journal().events() >= effort.events()
        && world.journal().faultCount() >= effort.faults()
        && world.time().nanoTime() - start >= effort.span().toNanos();
  }

  /** What is broken is mended; who is away comes back. */
  private void settle() {
    world.install(world.daemons().allocator());
    QuotaChange.endAll(world);
    world.agents().forEach(AgentNode::heal);
    world.agents().forEach(AgentNode::start);
    world.schedulers().forEach(SimulatedScheduler::settle);
  }

  /** What has become of it up to now; asked once. */
  public Report report() {
    return new Report(
        world.journal().events(),
        world.journal().faults(),
        Duration.ofNanos(world.time().nanoTime() - start),
        world.journal().digest(),
        Optional.ofNullable(violation),
        world.journal().tail());
  }

  /**
   * Runs until something is the case, or until an invariant does not hold.
   *
   * @return false if it was not by then
   */
  public boolean runUntil(BooleanSupplier goal, Duration most) {
    long end = world.time().nanoTime() + most.toNanos();
    while (violation == null && !goal.getAsBoolean()) {
      while (violation == null && world.time().step()) {
        checkIfChanged();
      }
      check();
      long left = end - world.time().nanoTime();
      if (left <= 0 || !world.time().leap(Duration.ofNanos(left))) {
        return violation == null && goal.getAsBoolean();
      }
    }
    return violation == null;
  }

  @SuppressWarnings("ReferenceEquality") // a snapshot stays the same until something changes
  private void checkIfChanged() {
    Cluster now = world.cluster();
    if (now != seen) {
      seen = now;
      check();
    }
  }

  private void check() {
    for (Invariant invariant : invariants) {
      if (violation == null) {
        note(invariant, invariant.holds());
      }
    }
  }

  private void note(Invariant invariant, Optional<String> wrong) {
    if (violation == null && wrong.isPresent()) {
      violation = new Violation(invariant.name(), wrong.get());
    }
  }
}
