package org.meseta.itests.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM started with {@code -Xlog:gc:file=…} says of its collections; nothing if there is no
 * such file, as when the master is somebody else's.
 */
record GarbageLog(Optional<Path> file) {
  /** For example: {@code [0.5s][info][gc] GC(3) Pause Young (…) 120M->30M(500M) 4.2ms}. */
  private static final Pattern PAUSE =
      Pattern.compile("Pause .* (\\d+)M->(\\d+)M\\(\\d+M\\) ([0-9.]+)ms");

  static GarbageLog of(Flags flags) {
    String file = flags.values().getOrDefault("gc_log", "");
    return new GarbageLog(file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file)));
  }

  /**
   * All collections so far.
   *
   * @param allocatedMebibytes until the last collection
   */
  record Sum(int pauses, double pausedMs, double longestMs, long allocatedMebibytes) {

    /** What came after an earlier reading; the longest pause is that of all. */
    Sum minus(Sum earlier) {
      return new Sum(
          pauses - earlier.pauses,
          pausedMs - earlier.pausedMs,
          longestMs,
          allocatedMebibytes - earlier.allocatedMebibytes);
    }

    void put(Figures figures, String name, double seconds) {
      if (pauses > 0) {
        figures
            .put(name + "_gc_pauses", pauses)
            .put(name + "_gc_pauses_total_ms", pausedMs)
            .put(name + "_gc_pause_longest_ever_ms", longestMs)
            .put(name + "_allocated_mib_per_second", allocatedMebibytes / seconds);
      }
    }
  }

  Sum read() {
    try {
      return file.isPresent() ? sum(Files.readString(file.get())) : sum("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Sum sum(String text) {
    Matcher pause = PAUSE.matcher(text);
    Sum sum = new Sum(0, 0, 0, 0);
    long left = 0;
    while (pause.find()) {
      double ms = Double.parseDouble(pause.group(3));
      sum =
          new Sum(
              sum.pauses + 1,
              sum.pausedMs + ms,
              Math.max(sum.longestMs, ms),
              sum.allocatedMebibytes + Long.parseLong(pause.group(1)) - left);
      left = Long.parseLong(pause.group(2));
    }
    return sum;
  }
}
