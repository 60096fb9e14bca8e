package org.meseta.runtime;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Randomness that depends on its seed alone, for what must be repeatable in another process. */
public final class SeededRandom {
  private SeededRandom() {}

  /** A generator that gives the same numbers for the same seed, always and everywhere. */
  public static RandomGenerator of(long seed) {
    return new SplittableRandom(seed);
  }
}
