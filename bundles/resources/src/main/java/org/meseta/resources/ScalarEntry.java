package org.meseta.resources;

import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Value;

/** An amount in thousandths. */
final class ScalarEntry extends Entry {

  private final long milli;

  ScalarEntry(Key key, int copies, long milli) {
    super(key, copies);
    this.milli = milli;
  }

  @Override
  Entry with(Key newKey, int newCopies) {
    return new ScalarEntry(newKey, newCopies, milli);
  }

  /** As much of it as there is room for; empty if that is nothing. */
  ScalarEntry upTo(long room) {
    if (key.mergeable) {
      return milli <= room ? this : new ScalarEntry(key, copies, Math.max(0, room));
    }
    int fitting = (int) Math.min(copies, milli == 0 ? copies : Math.max(0, room) / milli);
    return fitting > 0 ? new ScalarEntry(key, fitting, milli) : new ScalarEntry(key, 1, 0);
  }

  @Override
  Entry mergedWith(Entry other) {
    return new ScalarEntry(key, copies, Scalars.add(milli, other.milli()));
  }

  @Override
  Entry reducedBy(Entry other) {
    return new ScalarEntry(key, copies, Math.max(0, milli - other.milli()));
  }

  @Override
  boolean amountContains(Entry other) {
    return milli >= other.milli();
  }

  @Override
  boolean sameAmount(Entry other) {
    return other instanceof ScalarEntry scalar && milli == scalar.milli;
  }

  @Override
  int amountHash() {
    return Long.hashCode(milli);
  }

  @Override
  boolean isEmpty() {
    return milli == 0;
  }

  @Override
  long milli() {
    return milli;
  }

  @Override
  void writeAmount(Resource.Builder wire) {
    wire.setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(Scalars.toDouble(milli)));
  }

  @Override
  String amountText(String separator) {
    return Scalars.toText(milli);
  }
}
