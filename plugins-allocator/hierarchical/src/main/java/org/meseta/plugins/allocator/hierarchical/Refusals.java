package org.meseta.plugins.allocator.hierarchical;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.meseta.resources.Resources;

/**
 * The refusals of one agent's resources, by client slot. At ten thousand agents and a thousand
 * frameworks there are millions: what is refused is kept once for all who refuse the same.
 */
final class Refusals {

  /** Of one client; more than these of different resources come only from a broken framework. */
  private static final int MOST = 16;

  private @Nullable Refusal[] slots = {};
  private @Nullable Refused last;
  private long earliestEnd;
  private boolean any;

  void add(int slot, Resources resources, long until, int round, Counter counter) {
    if (slot >= slots.length) {
      slots = Arrays.copyOf(slots, Math.max(slot + 1, slots.length * 3 / 2));
    }
    earliestEnd = any ? Math.min(earliestEnd, until) : until;
    any = true;
    Refusal refusal = new Refusal(shared(resources), until, round, null);
    put(slot, joined(refusal, slots[slot]), counter);
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
  private static Refusal joined(Refusal refusal, @Nullable Refusal earlier) {
    if (earlier == null) {
      return refusal;
    }
    Refusal kept = null;
    int count = 1;
    for (Refusal each = earlier; each != null && count < MOST; each = each.next) {
      if (!refusal.outlasts(each)) {
        kept = each.with(kept);
        count++;
      }
    }
    return refusal.with(kept);
  }

  private void put(int slot, @Nullable Refusal refusal, Counter counter) {
    Refusal before = slots[slot];
    slots[slot] = refusal;
    int change = (refusal == null ? 0 : refusal.count()) - (before == null ? 0 : before.count());
    if (change != 0) {
      counter.changed(slot, change);
    }
  }

  /** Whether one that holds covers what would be offered. */
  boolean block(int slot, Resources offered, long now, int rounds) {
    Refusal each = slot < slots.length ? slots[slot] : null;
    for (; each != null; each = each.next) {
      if (each.covers(offered) && each.holds(now, rounds)) {
        return true;
      }
    }
    return false;
  }

  void drop(int slot, Counter counter) {
    if (slot < slots.length) {
      put(slot, null, counter);
    }
  }

  void dropAll(Counter counter) {
    for (int slot = 0; slot < slots.length; slot++) {
      drop(slot, counter);
    }
    slots = new Refusal[0];
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
    for (int slot = 0; slot < slots.length; slot++) {
      Refusal before = slots[slot];
      if (before != null) {
        put(slot, holding(before, now, rounds), counter);
        dropped |= slots[slot] != before;
      }
    }
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
