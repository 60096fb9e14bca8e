package org.meseta.testkit.cluster.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Timers;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.Figures;
import org.meseta.runtime.ManualTime;
import org.meseta.runtime.MetricsRegistry;
import org.meseta.runtime.Runtime;

/**
 * A process on virtual time. Once it is killed nothing of it runs any more: no task that waits, no
 * timer, no write that has not begun. One thread uses it, as {@link ManualTime} wants.
 */
public final class MortalRuntime implements Runtime {
  private final ManualTime time;
  private final String name;
  private final Disk disk;
  private final MetricsRegistry metrics = new Figures();
  private final List<MortalLoop> loops = new ArrayList<>();
  private final EventLoop shared;
  private boolean dead;
  private int writesLeft = Integer.MAX_VALUE;
  private Runnable whenWritten = () -> {};

  /** A process that lives. */
  public MortalRuntime(ManualTime time, String name, Disk disk) {
    this.time = time;
    this.name = name;
    this.disk = disk;
    this.shared = loop("timers");
  }

  /** As by SIGKILL. */
  public void kill() {
    dead = true;
  }

  /** Whether it was killed. */
  public boolean isDead() {
    return dead;
  }

  /**
   * Does something right after the disk has done so much more for this process, and before the
   * process knows of it.
   */
  public void afterWrites(int count, Runnable action) {
    writesLeft = count;
    whenWritten = action;
  }

  /**
   * Lets a part of this process stand still for a while: all work of its loops waits, in order.
   *
   * @param part how the names of its loops begin
   */
  public void stall(String part, Duration span) {
    loops.stream().filter(l -> l.isOf(part)).forEach(l -> l.stall(span));
  }

  /** Whether a part stands still, or has not yet caught up with what waited. */
  public boolean isStalled(String part) {
    for (MortalLoop loop : loops) {
      if (loop.isOf(part) && loop.isBehind()) {
        return true;
      }
    }
    return false;
  }

  void written() {
    if (--writesLeft == 0) {
      whenWritten.run();
    }
  }

  @Override
  public EventLoop loop(String loop) {
    MortalLoop made = new MortalLoop(this, loop, time.loop(name + "/" + loop));
    loops.add(made);
    return made;
  }

  @Override
  public Clock clock() {
    return time;
  }

  @Override
  public Timers timers() {
    return shared.timers();
  }

  @Override
  public Blocking blocking(String pool, int threads, Executor home) {
    return new DiskPool(this, disk, loop(pool), threads, home);
  }

  @Override
  public RandomGenerator random() {
    return time.random();
  }

  @Override
  public UUID newUuid() {
    return time.newUuid();
  }

  @Override
  public MetricsRegistry metrics() {
    return metrics;
  }
}
