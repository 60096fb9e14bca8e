package org.meseta.runtime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts of bytes as Mesos writes them: a whole number and a unit of 1024, as {@code 32MB}. */
public final class ByteCounts {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,19})(B|KB|MB|GB|TB)");
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

  private ByteCounts() {}

  /**
   * Reads a count of bytes.
   *
   * @throws IllegalArgumentException if it is not one, or does not fit into 63 bits
   */
  public static long parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a number of bytes such as 32MB");
    }
    long factor = 1;
    for (int i = 0; !UNITS[i].equals(matcher.group(2)); i++) {
      factor *= 1024;
    }
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), factor);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is too much", e);
    }
  }

  /** Writes a count in the largest unit that divides it. */
  public static String format(long bytes) {
    int unit = 0;
    long count = bytes;
    while (count != 0 && count % 1024 == 0 && unit < UNITS.length - 1) {
      count /= 1024;
      unit++;
    }
    return count + UNITS[unit];
  }
}
