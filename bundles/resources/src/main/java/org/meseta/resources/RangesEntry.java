package org.meseta.resources;

import java.util.Arrays;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Value;

/** Ranges of numbers, as in {@link RangeSet}. */
final class RangesEntry extends Entry {

  private final long[] ranges;

  RangesEntry(Key key, int copies, long[] ranges) {
    super(key, copies);
    this.ranges = ranges;
  }

  @Override
  Entry with(Key newKey, int newCopies) {
    return new RangesEntry(newKey, newCopies, ranges);
  }

  @Override
  Entry mergedWith(Entry other) {
    return new RangesEntry(key, copies, RangeSet.plus(ranges, rangesOf(other)));
  }

  @Override
  Entry reducedBy(Entry other) {
    return new RangesEntry(key, copies, RangeSet.minus(ranges, rangesOf(other)));
  }

  @Override
  boolean amountContains(Entry other) {
    return RangeSet.contains(ranges, rangesOf(other));
  }

  @Override
  boolean sameAmount(Entry other) {
    return other instanceof RangesEntry same && Arrays.equals(ranges, same.ranges);
  }

  private static long[] rangesOf(Entry other) {
    return ((RangesEntry) other).ranges;
  }

  @Override
  int amountHash() {
    return Arrays.hashCode(ranges);
  }

  @Override
  boolean isEmpty() {
    return ranges.length == 0;
  }

  @Override
  long milli() {
    return RangeSet.count(ranges) * Scalars.ONE;
  }

  @Override
  void writeAmount(Resource.Builder wire) {
    wire.setType(Value.Type.RANGES).setRanges(RangeSet.toWire(ranges));
  }

  @Override
  String amountText(String separator) {
    return RangeSet.toText(ranges, separator);
  }
}
