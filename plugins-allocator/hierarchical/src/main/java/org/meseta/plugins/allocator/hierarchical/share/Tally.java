package org.meseta.plugins.allocator.hierarchical.share;

import java.util.Arrays;

/** Amounts in thousandths, by {@link Dimensions}. Changes in place. */
final class Tally {

  private long[] milli = {};

  long get(int dimension) {
    return dimension < milli.length ? milli[dimension] : 0;
  }

  void add(int dimension, long amount) {
    if (dimension >= milli.length) {
      milli = Arrays.copyOf(milli, dimension + 1);
    }
    milli[dimension] += amount;
  }

  boolean isZero() {
    for (long amount : milli) {
      if (amount != 0) {
        return false;
      }
    }
    return true;
  }
}
