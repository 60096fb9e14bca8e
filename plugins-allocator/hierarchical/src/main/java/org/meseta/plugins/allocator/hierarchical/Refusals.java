package org.meseta.plugins.allocator.hierarchical;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.meseta.resources.Resources;

/**
 * The refusals of one agent's resources, by client slot. At ten thousand agents and a thousand
 * frameworks there are millions: what is refused is kept once for all who refuse the same, and a
 * client that refused nothing costs nothing.
 */
final class Refusals {

  /** Of one client; more than these of different resources come only from a broken framework. */
  private static final int MOST = 16;

  /** Slots of those who refused something, ascending, and what they refused. */
  private int[] slots = {};

  private Refusal[] refusals = {};
  private int size;
  private @Nullable Refused last;
  private long earliestEnd;
  private boolean any;

  void add(int slot, Resources resources, long until, int round, Counter counter) {
    earliestEnd = any ? Math.min(earliestEnd, until) : until;
    any = true;
    Refusal refusal = new Refusal(shared(resources), until, round, null);
    int at = find(slot);
    if (at < 0) {
      insert(-at - 1, slot, refusal);
      counter.changed(slot, 1);
    } else {
      int before = refusals[at].count();
      refusals[at] = joined(refusal, refusals[at]);
      counter.changed(slot, refusals[at].count() - before);
    }
  }

  private int find(int slot) {
    return Arrays.binarySearch(slots, 0, size, slot);
  }

  private void insert(int at, int slot, Refusal refusal) {
    if (size == slots.length) {
      slots = Arrays.copyOf(slots, Math.max(4, size * 3 / 2));
      refusals = Arrays.copyOf(refusals, slots.length);
    }
    System.arraycopy(slots, at, slots, at + 1, size - at);
    System.arraycopy(refusals, at, refusals, at + 1, size - at);
    slots[at] = slot;
    refusals[at] = refusal;
    size++;
  }

  private Refused shared(Resources resources) {
    Refused recent = last;
    if (recent == null || !recent.isSame(resources)) {
      recent = new Refused(resources);
      last = recent;
    }
    return recent;
  }

  /** Keeps of the earlier ones those that still say something. */
  private static Refusal joined(Refusal refusal, Refusal earlier) {
    @Nullable Refusal kept = null;
    int count = 1;
    for (Refusal each = earlier; each != null && count < MOST; each = each.next) {
      if (!refusal.outlasts(each)) {
        kept = each.with(kept);
        count++;
      }
    }
    return refusal.with(kept);
  }

  /** Whether one that holds covers what would be offered. */
  boolean block(int slot, Resources offered, long now, int rounds) {
    return blocking(slot, offered, now, rounds) != null;
  }

  /** The first that holds and covers what would be offered. */
  @Nullable Refusal blocking(int slot, Resources offered, long now, int rounds) {
    int at = find(slot);
    for (Refusal each = at < 0 ? null : refusals[at]; each != null; each = each.next) {
      if (each.covers(offered) && each.holds(now, rounds)) {
        return each;
      }
    }
    return null;
  }

  void drop(int slot, Counter counter) {
    int at = find(slot);
    if (at >= 0) {
      counter.changed(slot, -refusals[at].count());
      size--;
      System.arraycopy(slots, at + 1, slots, at, size - at);
      System.arraycopy(refusals, at + 1, refusals, at, size - at);
      Arrays.fill(refusals, size, size + 1, null);
    }
  }

  void dropAll(Counter counter) {
    for (int i = 0; i < size; i++) {
      counter.changed(slots[i], -refusals[i].count());
    }
    slots = new int[0];
    refusals = new Refusal[0];
    size = 0;
    last = null;
    any = false;
  }

  /**
   * Drops those that do not hold any more.
   *
   * @return whether there were any
   */
  boolean expire(long now, int rounds, Counter counter) {
    if (!any || now - earliestEnd <= 0) {
      return false;
    }
    boolean dropped = false;
    any = false;
    int kept = 0;
    for (int i = 0; i < size; i++) {
      Refusal before = refusals[i];
      Refusal after = holding(before, now, rounds);
      int change = (after == null ? 0 : after.count()) - before.count();
      if (change != 0) {
        counter.changed(slots[i], change);
        dropped = true;
      }
      if (after != null) {
        slots[kept] = slots[i];
        refusals[kept++] = after;
      }
    }
    Arrays.fill(refusals, kept, size, null);
    size = kept;
    return dropped;
  }

  /** The same object if all hold. */
  private @Nullable Refusal holding(Refusal first, long now, int rounds) {
    Refusal kept = null;
    boolean all = true;
    for (Refusal each = first; each != null; each = each.next) {
      if (each.holds(now, rounds)) {
        kept = each.with(kept);
        earliestEnd = any ? Math.min(earliestEnd, each.until()) : each.until();
        any = true;
      } else {
        all = false;
      }
    }
    return all ? first : kept;
  }

  /** Is told how the number of a client's refusals changes. */
  interface Counter {
    void changed(int slot, int change);
  }
}
