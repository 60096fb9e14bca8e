package org.meseta.recording;

import java.time.Instant;

/** Times of day as one number: nanoseconds since 1970, which last until 2262. */
final class Instants {
  private static final long SECOND = 1_000_000_000;

  private Instants() {}

  static long toNanos(Instant instant) {
    return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), SECOND), instant.getNano());
  }

  static Instant of(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND), Math.floorMod(nanos, SECOND));
  }
}
