package org.meseta.agent.gc;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Folders that are not needed any more, and since when. */
final class GcSchedule {
  private final Map<Path, Instant> since = new LinkedHashMap<>();

  void add(Path folder, Instant time) {
    since.put(folder, time);
  }

  void remove(Path folder) {
    since.remove(folder);
  }

  int size() {
    return since.size();
  }

  /** Takes out the folders that have waited for at least so long, with since when they have. */
  Map<Path, Instant> take(Instant now, Duration age) {
    Map<Path, Instant> taken = new LinkedHashMap<>(since);
    taken.values().removeIf(time -> Duration.between(time, now).compareTo(age) < 0);
    since.keySet().removeAll(taken.keySet());
    return taken;
  }

  /**
   * How old a folder may get.
   *
   * @param delay when the disk is empty
   * @param headroom share of the disk to be kept free
   * @param usage share of the disk that is used
   */
  static Duration maxAge(Duration delay, double headroom, double usage) {
    double share = Math.max(0, 1 - headroom - usage);
    return Duration.ofNanos((long) (delay.toNanos() * share));
  }
}
