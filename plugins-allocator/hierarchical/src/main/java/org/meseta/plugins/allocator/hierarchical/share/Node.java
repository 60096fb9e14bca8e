package org.meseta.plugins.allocator.hierarchical.share;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.allocator.sorter.Candidate;

/**
 * Something with a share: a role, the members of a role together, or one member.
 *
 * @param <C> what members stand for
 */
abstract sealed class Node<C> implements Candidate permits Branch, Member {

  /** Who comes first: the smaller rank, then who got something less often, then the name. */
  static final Comparator<Node<?>> ORDER =
      (a, b) -> {
        int byRank = Double.compare(a.rank, b.rank);
        return byRank != 0 ? byRank : byHistory(a, b);
      };

  final @Nullable Branch<C> parent;
  final Standards standards;
  final String name;
  final Tally allocated = new Tally();
  long allocations;
  double weight;
  double share;

  /** As the sorter said when this was last put in its place. */
  private double rank;

  /**
   * @param name unlike that of any sibling
   */
  Node(Standards standards, @Nullable Branch<C> parent, String name, double weight) {
    this.standards = standards;
    this.parent = parent;
    this.name = name;
    this.weight = weight;
  }

  static int byHistory(Node<?> a, Node<?> b) {
    int byCount = Long.compare(a.allocations, b.allocations);
    return byCount != 0 ? byCount : a.name.compareTo(b.name);
  }

  /** Whether this takes part: it is in its parent's order then. */
  abstract boolean isActive();

  /** Computes the share of this and all below anew, and sorts. */
  void refresh() {
    updateShare();
  }

  final void updateShare() {
    share = standards.totals.dominantShare(allocated) / weight;
    if (parent != null && !parent.sorter().isRestless()) {
      rank = parent.sorter().rank(this);
    }
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

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final double weight() {
    return weight;
  }

  @Override
  public final double share() {
    return share;
  }

  @Override
  public final long allocations() {
    return allocations;
  }

  @Override
  public final long allocated(String resource) {
    int dimension = standards.totals.dimensions().find(resource);
    return dimension < 0 ? 0 : allocated.get(dimension);
  }
}
