package org.meseta.plugins.allocator.hierarchical.share;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Something with a share: a role, the members of a role together, or one member.
 *
 * @param <C> what members stand for
 */
abstract sealed class Node<C> permits Branch, Member {

  /** Who comes first: the smaller share, then who got something less often, then the name. */
  static final Comparator<Node<?>> FAIRNESS =
      (a, b) -> {
        int byShare = Double.compare(a.share, b.share);
        if (byShare != 0) {
          return byShare;
        }
        int byCount = Long.compare(a.allocations, b.allocations);
        return byCount != 0 ? byCount : a.name.compareTo(b.name);
      };

  final @Nullable Branch<C> parent;
  final String name;
  final Tally allocated = new Tally();
  long allocations;
  double weight;
  double share;

  /**
   * @param name unlike that of any sibling
   */
  Node(@Nullable Branch<C> parent, String name, double weight) {
    this.parent = parent;
    this.name = name;
    this.weight = weight;
  }

  /** Whether this takes part: it is in its parent's order then. */
  abstract boolean isActive();

  /** Computes the share of this and all below anew, and sorts. */
  void refresh(Totals totals) {
    updateShare(totals);
  }

  final void updateShare(Totals totals) {
    share = totals.dominantShare(allocated) / weight;
  }

  /** Changes what the order depends on, and keeps the order. */
  final void change(Runnable change) {
    if (parent != null && isActive()) {
      parent.order.remove(this);
      change.run();
      parent.order.insert(this);
    } else {
      change.run();
    }
  }
}
