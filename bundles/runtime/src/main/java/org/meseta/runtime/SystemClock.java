package org.meseta.runtime;

import java.time.Instant;
import org.meseta.plugin.Clock;

/** The machine's clock. */
final class SystemClock implements Clock {
  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }
}
