package org.meseta.resources;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entries while a collection is being computed. A few are searched one by one, which is what is
 * quickest; many through an index.
 */
final class Bag {

  private static final int FEW = 24;

  private @Nullable Entry[] slots;
  private int size;
  private @Nullable Map<Object, Integer> index;

  private Bag(@Nullable Entry[] slots, int size) {
    this.slots = slots;
    this.size = size;
  }

  /**
   * @param start no two of the same slot; not changed
   * @param room for how many more to expect
   */
  static Bag of(Entry[] start, int room) {
    return new Bag(Arrays.copyOf(start, start.length + Math.min(room, FEW)), start.length);
  }

  /** Only for {@link #contains}: nothing is copied. */
  static Bag readOnly(Entry[] entries) {
    return new Bag(entries, entries.length);
  }

  Bag add(Entry entry) {
    if (entry.isEmpty()) {
      return this;
    }
    int at = find(entry);
    if (at >= 0) {
      Entry there = slots[at];
      slots[at] = there == null ? entry : there.plus(entry);
    } else {
      append(entry);
    }
    return this;
  }

  /** Entries that are not here are not taken away. */
  void subtract(Entry entry) {
    int at = find(entry);
    Entry there = at < 0 ? null : slots[at];
    if (there != null) {
      slots[at] = there.minus(entry);
    }
  }

  boolean contains(Entry entry) {
    int at = find(entry);
    Entry there = at < 0 ? null : slots[at];
    return there != null && there.contains(entry);
  }

  private void append(Entry entry) {
    if (size == slots.length) {
      slots = Arrays.copyOf(slots, Math.max(4, 2 * size));
    }
    if (index != null) {
      index.put(entry.slot(), size);
    }
    slots[size++] = entry;
  }

  private int find(Entry entry) {
    return size <= FEW ? search(entry) : indexed().getOrDefault(entry.slot(), -1);
  }

  private int search(Entry entry) {
    for (int i = 0; i < size; i++) {
      Entry slot = slots[i];
      if (slot != null && slot.sameSlot(entry)) {
        return i;
      }
    }
    return -1;
  }

  private Map<Object, Integer> indexed() {
    if (index == null) {
      index = new HashMap<>(2 * size);
      for (int i = 0; i < size; i++) {
        Entry slot = slots[i];
        if (slot != null) {
          index.put(slot.slot(), i);
        }
      }
    }
    return index;
  }

  Resources build() {
    Entry[] kept = new Entry[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      Entry slot = slots[i];
      if (slot != null) {
        kept[count++] = slot;
      }
    }
    return Resources.ofSlots(count == size ? kept : Arrays.copyOf(kept, count));
  }
}
