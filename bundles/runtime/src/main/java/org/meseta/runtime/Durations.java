package org.meseta.runtime;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Mesos writes them: a number and a unit, for example {@code 1.5mins}. */
public final class Durations {
  private static final Pattern TEXT =
      Pattern.compile(
          "(-?\\d{1,19}(?:\\.\\d{0,18})?|-?\\.\\d{1,18})(ns|us|ms|secs|mins|hrs|days|weeks)");
  private static final String[] UNITS = {"ns", "us", "ms", "secs", "mins", "hrs", "days", "weeks"};
  private static final MathContext DIGITS = new MathContext(15);
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

  /**
   * Writes a duration in the largest unit of which it is at least one, or in the next smaller one
   * if only that makes it a whole number: {@code 10mins}, {@code 90secs}, {@code 3.141592653secs},
   * {@code 0ns}.
   *
   * @throws ArithmeticException if it is longer than 292 years
   */
  public static String format(Duration duration) {
    long nanos = duration.toNanos();
    int unit = UNITS.length - 1;
    while (unit > 0 && Math.abs(nanos) < nanos(UNITS[unit])) {
      unit--;
    }
    if (unit > 0 && nanos % nanos(UNITS[unit]) != 0 && nanos % nanos(UNITS[unit - 1]) == 0) {
      unit--;
    }
    return count(nanos, nanos(UNITS[unit])) + UNITS[unit];
  }

  private static String count(long nanos, long unit) {
    BigDecimal count = BigDecimal.valueOf(nanos).divide(BigDecimal.valueOf(unit), DIGITS);
    return count.stripTrailingZeros().toPlainString();
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
