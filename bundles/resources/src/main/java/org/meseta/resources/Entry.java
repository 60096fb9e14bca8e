package org.meseta.resources;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.v1.Resource;

/** One resource inside a collection: what it is, how much of it, and how often. Immutable. */
abstract sealed class Entry permits ScalarEntry, RangesEntry, SetEntry {

  final Key key;

  /** Always 1 if amounts of this key merge; else how many equal ones there are. */
  final int copies;

  Entry(Key key, int copies) {
    this.key = key;
    this.copies = copies;
  }

  abstract Entry with(Key newKey, int newCopies);

  /** The amount of both; only for two entries of one mergeable key. */
  abstract Entry mergedWith(Entry other);

  /** What is left of the amount; only for two entries of one mergeable key. */
  abstract Entry reducedBy(Entry other);

  abstract boolean amountContains(Entry other);

  abstract boolean sameAmount(Entry other);

  abstract int amountHash();

  abstract boolean isEmpty();

  /** Thousandths of the amount; of ranges and sets, of the number of their elements. */
  abstract long milli();

  abstract void writeAmount(Resource.Builder wire);

  /**
   * @param separator between elements
   */
  abstract String amountText(String separator);

  final Entry allocatedTo(@Nullable String role) {
    return isAllocatedTo(role) ? this : with(key.allocatedTo(role), copies);
  }

  final boolean isAllocatedTo(@Nullable String role) {
    return Objects.equals(role, key.allocationRole);
  }

  /** Whether both are kept as one entry of a collection. */
  final boolean sameSlot(Entry other) {
    return key.equals(other.key) && (key.mergeable || sameAmount(other));
  }

  /** Equal exactly for entries of the {@link #sameSlot}. */
  final Object slot() {
    return key.mergeable ? key : new ExactSlot(this);
  }

  final Entry plus(Entry other) {
    return key.mergeable ? mergedWith(other) : with(key, Math.addExact(copies, other.copies));
  }

  /** Null if nothing is left. */
  final @Nullable Entry minus(Entry other) {
    if (key.mergeable) {
      Entry rest = reducedBy(other);
      return rest.isEmpty() ? null : rest;
    }
    return copies <= other.copies ? null : with(key, copies - other.copies);
  }

  final boolean contains(Entry other) {
    return key.mergeable ? amountContains(other) : copies >= other.copies;
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof Entry entry
        && copies == entry.copies
        && key.equals(entry.key)
        && sameAmount(entry);
  }

  @Override
  public final int hashCode() {
    return 31 * (31 * key.hashCode() + amountHash()) + copies;
  }

  private record ExactSlot(Entry entry) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ExactSlot slot && entry.sameSlot(slot.entry);
    }

    @Override
    public int hashCode() {
      return 31 * entry.key.hashCode() + entry.amountHash();
    }
  }
}
