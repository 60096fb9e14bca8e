package org.meseta.testkit.cluster.fault;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.meseta.testkit.cluster.journal.Occurrence;
import org.meseta.testkit.cluster.world.World;

/** Does faults to a world, one after the other, at random times. */
public final class Nemesis {
  private static final double LEAST_SECONDS = 0.05;

  private final World world;
  private final List<Fault> faults;
  private final RandomGenerator random;
  private final double meanSeconds;
  private final int weights;
  private boolean over;

  /**
   * Begins.
   *
   * @param mean time between two faults
   */
  public Nemesis(World world, List<Fault> faults, Duration mean) {
    this.world = world;
    this.faults = faults;
    this.random = world.random();
    this.meanSeconds = mean.toNanos() / 1e9;
    this.weights = faults.stream().mapToInt(Fault::weight).sum();
    wait(1);
  }

  /** No more faults. */
  public void stop() {
    over = true;
  }

  /** Long waits and several faults at once: as things go. */
  private void wait(int times) {
    double seconds = LEAST_SECONDS - Math.log(1 - random.nextDouble()) * meanSeconds;
    world.lines().after(Duration.ofNanos((long) (times * seconds * 1e9)), this::strike);
  }

  private void strike() {
    if (over) {
      return;
    }
    int burst = random.nextInt(6) == 0 ? 2 + random.nextInt(3) : 1;
    for (int i = 0; i < burst; i++) {
      Fault fault = choose();
      fault
          .blow()
          .strike(world, random)
          .ifPresent(whom -> world.journal().add(new Occurrence.Fault(fault.name(), whom)));
    }
    wait(burst);
  }

  private Fault choose() {
    int at = random.nextInt(weights);
    for (Fault fault : faults) {
      at -= fault.weight();
      if (at < 0) {
        return fault;
      }
    }
    throw new IllegalStateException("no fault has a weight");
  }
}
