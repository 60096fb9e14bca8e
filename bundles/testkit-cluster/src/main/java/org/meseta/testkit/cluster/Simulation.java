package org.meseta.testkit.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.meseta.testkit.cluster.agent.AgentNode;
import org.meseta.testkit.cluster.scheduler.SimulatedScheduler;
import org.meseta.testkit.cluster.world.World;

/** Lets a world run, step by step. */
public final class Simulation {
  private final World world;

  /** A run of this world. */
  public Simulation(World world) {
    this.world = world;
  }

  /** Starts all agents and schedulers. */
  public void start() {
    world.agents().forEach(AgentNode::start);
    world.schedulers().forEach(SimulatedScheduler::start);
  }

  /**
   * Runs until something is the case.
   *
   * @return false if it was not by then
   */
  public boolean runUntil(BooleanSupplier goal, Duration most) {
    long end = world.time().nanoTime() + most.toNanos();
    while (!goal.getAsBoolean()) {
      while (world.time().step()) {
        // one thing after another
      }
      long left = end - world.time().nanoTime();
      if (left <= 0 || !world.time().leap(Duration.ofNanos(left))) {
        return goal.getAsBoolean();
      }
    }
    return true;
  }
}
