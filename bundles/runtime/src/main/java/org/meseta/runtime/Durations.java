package org.meseta.runtime;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Mesos writes them: a number and a unit, for example {@code 1.5mins}. */
public final class Durations {
  private static final Pattern TEXT =
      Pattern.compile(
          "(-?\\d{1,19}(?:\\.\\d{0,18})?|-?\\.\\d{1,18})(ns|us|ms|secs|mins|hrs|days|weeks)");
  private static final BigDecimal LIMIT = BigDecimal.valueOf(Long.MAX_VALUE);

  private Durations() {}

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException if it is not one, or is longer than 292 years
   */
  public static Duration parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a duration such as 15secs");
    }
    BigDecimal nanos =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(nanos(matcher.group(2))));
    if (nanos.abs().compareTo(LIMIT) > 0) {
      throw new IllegalArgumentException("'" + text + "' is too long");
    }
    return Duration.ofNanos(nanos.longValue());
  }

  /** Writes a duration in the largest unit of which it is at least one. */
  public static String format(Duration duration) {
    long nanos = duration.toNanos();
    String unit = "ns";
    for (String candidate : new String[] {"us", "ms", "secs", "mins", "hrs", "days", "weeks"}) {
      if (Math.abs(nanos) >= nanos(candidate)) {
        unit = candidate;
      }
    }
    double count = (double) nanos / nanos(unit);
    String text = count == Math.rint(count) ? Long.toString((long) count) : Double.toString(count);
    return text + unit;
  }

  private static long nanos(String unit) {
    return switch (unit) {
      case "ns" -> 1L;
      case "us" -> 1_000L;
      case "ms" -> 1_000_000L;
      case "secs" -> 1_000_000_000L;
      case "mins" -> 60_000_000_000L;
      case "hrs" -> 3_600_000_000_000L;
      case "days" -> 86_400_000_000_000L;
      case "weeks" -> 604_800_000_000_000L;
      default -> throw new IllegalArgumentException(unit);
    };
  }
}
