package org.meseta.resources;

import java.util.regex.Pattern;

/** Fixed-point numbers: amounts are whole thousandths, so that adding and taking away is exact. */
final class Scalars {

  /** One whole, in thousandths. */
  static final long ONE = 1000;

  /** Above this a double no longer tells neighbouring whole numbers apart. */
  private static final double MAX = 1e15;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[+-]?(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);

  private Scalars() {}

  /**
   * @throws ResourceException if the amount is negative, not finite, too large, or too small to be
   *     told from zero
   */
  static long toMilli(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new ResourceException("the amount " + value + " is not a finite number");
    }
    if (value < 0) {
      throw new ResourceException("the amount " + value + " is negative");
    }
    if (value > 0 && value < Double.MIN_NORMAL) {
      throw new ResourceException("the amount " + value + " is subnormal");
    }
    if (value > MAX) {
      throw new ResourceException("the amount " + value + " is larger than " + MAX);
    }
    long milli = Math.round(value * ONE);
    if (milli == 0 && value > 0) {
      throw new ResourceException("the amount " + value + " is smaller than 0.001");
    }
    return milli;
  }

  static double toDouble(long milli) {
    long whole = milli / ONE;
    return whole + (milli % ONE) / 1000.0;
  }

  /** Without a fraction where there is none: {@code 4}, {@code 0.5}. */
  static String toText(long milli) {
    if (milli % ONE == 0) {
      return Long.toString(milli / ONE);
    }
    String fraction = Long.toString(ONE + milli % ONE).substring(1);
    int end = fraction.length();
    while (fraction.charAt(end - 1) == '0') {
      end--;
    }
    return milli / ONE + "." + fraction.substring(0, end);
  }

  /** Whether the text is a decimal number, or one of the names of those that are not finite. */
  static boolean isNumber(String text) {
    return isDecimal(text) || NOT_FINITE.matcher(text).matches();
  }

  static boolean isDecimal(String text) {
    return text.length() < 400 && NUMBER.matcher(text).matches();
  }

  /** Of a text that {@link #isNumber}. */
  static double parse(String text) {
    return NOT_FINITE.matcher(text).matches() ? Double.NaN : Double.parseDouble(text);
  }

  /** A sum that stays at the largest number instead of becoming negative. */
  static long add(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
