package org.meseta.testkit.cluster;

import java.time.Duration;

/** How much happens in a random run. */
public enum Length {
  /** Time enough for timeouts of all kinds, and for what comes of one fault to meet the next. */
  LONG(2000, 20, Duration.ofMinutes(4), Duration.ofMinutes(25)),
  /** A fifth of that. */
  SHORT(400, 4, Duration.ofSeconds(48), Duration.ofMinutes(5));

  private final int events;
  private final int faults;
  private final Duration hurried;
  private final Duration leisurely;

  Length(int events, int faults, Duration hurried, Duration leisurely) {
    this.events = events;
    this.faults = faults;
    this.hurried = hurried;
    this.leisurely = leisurely;
  }

  /** At least. */
  public int events() {
    return events;
  }

  /** At least. */
  public int faults() {
    return faults;
  }

  /** How much time passes at least in a cluster in which much happens. */
  Duration hurried() {
    return hurried;
  }

  /** How much time passes at least in a cluster in which tasks run long. */
  Duration leisurely() {
    return leisurely;
  }
}
