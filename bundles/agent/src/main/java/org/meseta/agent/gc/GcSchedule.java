package org.meseta.agent.gc;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** Takes out the folders that have waited for at least so long. */
  List<Path> take(Instant now, Duration age) {
    List<Path> taken = new ArrayList<>();
    since.forEach(
        (folder, time) -> {
          if (Duration.between(time, now).compareTo(age) >= 0) {
            taken.add(folder);
          }
        });
    taken.forEach(since::remove);
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
