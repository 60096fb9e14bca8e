package org.meseta.testkit.cluster.invariant;

import org.meseta.testkit.cluster.world.World;

/** Knows when the allocator last was not able to do its work. */
final class AllocatorWatch {
  private final World world;
  private boolean worked;
  private long lastTrouble;

  AllocatorWatch(World world) {
    this.world = world;
    this.lastTrouble = world.time().nanoTime();
  }

  /** To be called each time anything happens or time passes. */
  void look() {
    boolean works = world.allocatorWorks();
    if (!works || !worked) {
      lastTrouble = world.time().nanoTime();
    }
    worked = works;
  }

  /** Since when it has been at work without a break. */
  long atWorkSince() {
    return lastTrouble;
  }

  /** Whether it has learned by now of what happened then. */
  boolean hasCaughtUpWith(long nanos) {
    long now = world.time().nanoTime();
    return now - nanos > 0 && now - lastTrouble > 0;
  }
}
