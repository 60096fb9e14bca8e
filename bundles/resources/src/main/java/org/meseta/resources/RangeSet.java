package org.meseta.resources;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meseta.protocol.v1.Value;

/**
 * Algebra of sets of unsigned 64-bit numbers, kept as an array of first and last of each range. The
 * ranges are in order, and there is at least one number between two of them.
 */
final class RangeSet {

  static final long[] EMPTY = {};
  private static final Pattern RANGE = Pattern.compile("(\\d{1,20})-(\\d{1,20})");

  private RangeSet() {}

  /**
   * @throws ResourceException if a range ends before it begins, or two overlap
   */
  static long[] of(Value.Ranges ranges) {
    int count = ranges.getRangeCount();
    if (count == 1) {
      Value.Range only = ranges.getRange(0);
      return new long[] {only.getBegin(), endOf(only)};
    }
    long[][] pairs = new long[count][];
    for (int i = 0; i < count; i++) {
      Value.Range range = ranges.getRange(i);
      pairs[i] = new long[] {range.getBegin(), endOf(range)};
    }
    Arrays.sort(pairs, (a, b) -> Long.compareUnsigned(a[0], b[0]));
    requireDisjoint(pairs);
    return coalesced(pairs);
  }

  private static long endOf(Value.Range range) {
    if (Long.compareUnsigned(range.getBegin(), range.getEnd()) > 0) {
      throw new ResourceException(
          "the range " + text(range.getBegin(), range.getEnd()) + " ends before it begins");
    }
    return range.getEnd();
  }

  private static void requireDisjoint(long[][] sorted) {
    for (int i = 1; i < sorted.length; i++) {
      if (Long.compareUnsigned(sorted[i][0], sorted[i - 1][1]) <= 0) {
        throw new ResourceException(
            "the ranges "
                + text(sorted[i - 1][0], sorted[i - 1][1])
                + " and "
                + text(sorted[i][0], sorted[i][1])
                + " overlap");
      }
    }
  }

  private static long[] coalesced(long[][] sorted) {
    Builder built = new Builder(sorted.length);
    for (long[] pair : sorted) {
      built.append(pair[0], pair[1]);
    }
    return built.build();
  }

  /** Reads {@code [1-5,8-8]}. */
  static Value.Ranges parse(String text) {
    Value.Ranges.Builder ranges = Value.Ranges.newBuilder();
    if (!text.startsWith("[") || !text.endsWith("]")) {
      throw new ResourceException("'" + text + "' is not of the form [first-last,...]");
    }
    for (String part : text.substring(1, text.length() - 1).split(",", -1)) {
      Matcher range = RANGE.matcher(part);
      if (!range.matches()) {
        throw new ResourceException("'" + part + "' in '" + text + "' is not a range first-last");
      }
      ranges.addRange(
          Value.Range.newBuilder().setBegin(number(range.group(1))).setEnd(number(range.group(2))));
    }
    return ranges.build();
  }

  private static long number(String digits) {
    try {
      return Long.parseUnsignedLong(digits);
    } catch (NumberFormatException e) {
      throw new ResourceException("the number " + digits + " has more than 64 bits", e);
    }
  }

  static long[] plus(long[] a, long[] b) {
    Builder built = new Builder((a.length + b.length) / 2);
    int i = 0;
    int j = 0;
    while (i < a.length || j < b.length) {
      boolean first = j == b.length || (i < a.length && Long.compareUnsigned(a[i], b[j]) <= 0);
      if (first) {
        built.append(a[i], a[i + 1]);
        i += 2;
      } else {
        built.append(b[j], b[j + 1]);
        j += 2;
      }
    }
    return built.build();
  }

  static long[] minus(long[] a, long[] b) {
    Builder built = new Builder((a.length + b.length) / 2);
    int j = 0;
    for (int i = 0; i < a.length; i += 2) {
      j = appendWithout(built, a[i], a[i + 1], b, j);
    }
    return built.build();
  }

  /** Appends what is left of one range; returns from where in {@code b} the next one must look. */
  private static int appendWithout(Builder built, long first, long last, long[] b, int from) {
    int j = from;
    while (j < b.length && Long.compareUnsigned(b[j + 1], first) < 0) {
      j += 2;
    }
    long begin = first;
    while (j < b.length && Long.compareUnsigned(b[j], last) <= 0) {
      if (Long.compareUnsigned(b[j], begin) > 0) {
        built.append(begin, b[j] - 1);
      }
      if (Long.compareUnsigned(b[j + 1], last) >= 0) {
        return j;
      }
      begin = b[j + 1] + 1;
      j += 2;
    }
    built.append(begin, last);
    return j;
  }

  static boolean contains(long[] a, long[] b) {
    int i = 0;
    for (int j = 0; j < b.length; j += 2) {
      while (i < a.length && Long.compareUnsigned(a[i + 1], b[j]) < 0) {
        i += 2;
      }
      if (i == a.length
          || Long.compareUnsigned(a[i], b[j]) > 0
          || Long.compareUnsigned(a[i + 1], b[j + 1]) < 0) {
        return false;
      }
    }
    return true;
  }

  /** How many numbers there are; at most {@code Long.MAX_VALUE / 1000}. */
  static long count(long[] ranges) {
    long most = Long.MAX_VALUE / Scalars.ONE;
    long count = 0;
    for (int i = 0; i < ranges.length; i += 2) {
      long size = ranges[i + 1] - ranges[i] + 1;
      if (size <= 0 || size > most - count) {
        return most;
      }
      count += size;
    }
    return count;
  }

  static Value.Ranges toWire(long[] ranges) {
    Value.Ranges.Builder wire = Value.Ranges.newBuilder();
    for (int i = 0; i < ranges.length; i += 2) {
      wire.addRange(Value.Range.newBuilder().setBegin(ranges[i]).setEnd(ranges[i + 1]));
    }
    return wire.build();
  }

  /** As in {@code [31000-32000,33000-33000]}. */
  static String toText(long[] ranges, String separator) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < ranges.length; i += 2) {
      text.append(i == 0 ? "" : separator).append(text(ranges[i], ranges[i + 1]));
    }
    return text.append(']').toString();
  }

  private static String text(long first, long last) {
    return Long.toUnsignedString(first) + "-" + Long.toUnsignedString(last);
  }

  /** Takes ranges in the order of their first number; joins those that touch or overlap. */
  private static final class Builder {
    private long[] pairs;
    private int size;

    Builder(int expectedRanges) {
      pairs = new long[Math.max(2, 2 * expectedRanges)];
    }

    void append(long first, long last) {
      if (size > 0 && touches(pairs[size - 1], first)) {
        if (Long.compareUnsigned(last, pairs[size - 1]) > 0) {
          pairs[size - 1] = last;
        }
        return;
      }
      if (size == pairs.length) {
        pairs = Arrays.copyOf(pairs, 2 * size);
      }
      pairs[size++] = first;
      pairs[size++] = last;
    }

    /** The last number of all (all bits set) has none after it. */
    private static boolean touches(long last, long first) {
      return last == -1 || Long.compareUnsigned(first, last + 1) <= 0;
    }

    long[] build() {
      return size == 0 ? EMPTY : size == pairs.length ? pairs : Arrays.copyOf(pairs, size);
    }
  }
}
