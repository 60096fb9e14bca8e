package org.meseta.testkit.cluster.fault;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.meseta.testkit.cluster.world.World;

/**
 * Something that may go wrong in any cluster, and must do no lasting harm.
 *
 * @param name for people
 * @param weight how often it happens, compared to others
 * @param blow how it is done
 */
public record Fault(String name, int weight, Blow blow) {

  /** Does it to a world. */
  @FunctionalInterface
  public interface Blow {

    /**
     * Strikes.
     *
     * @return whom; empty if there was nobody to strike
     */
    Optional<String> strike(World world, RandomGenerator random);
  }
}
