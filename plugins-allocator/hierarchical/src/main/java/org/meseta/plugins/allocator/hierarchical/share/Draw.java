package org.meseta.plugins.allocator.hierarchical.share;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.allocator.sorter.Sorter;

/**
 * Siblings in an order that a sorter makes anew, drawn one by one: mostly few of them are wanted.
 */
final class Draw<C> {

  /** A heap, the first one at 0. */
  private final List<Node<C>> nodes;

  private final double[] ranks;
  private int left;

  /**
   * @param nodes changed here
   */
  Draw(List<Node<C>> nodes, Sorter sorter) {
    this.nodes = nodes;
    this.ranks = new double[nodes.size()];
    this.left = ranks.length;
    for (int i = 0; i < left; i++) {
      ranks[i] = sorter.rank(nodes.get(i));
    }
    for (int i = left / 2 - 1; i >= 0; i--) {
      sink(i);
    }
  }

  /** Null when all were drawn. */
  @Nullable Node<C> next() {
    if (left == 0) {
      return null;
    }
    Node<C> first = nodes.get(0);
    left--;
    swap(0, left);
    sink(0);
    return first;
  }

  private void sink(int from) {
    int at = from;
    for (int child = 2 * at + 1; child < left; child = 2 * at + 1) {
      int smaller = child + 1 < left && isBefore(child + 1, child) ? child + 1 : child;
      if (!isBefore(smaller, at)) {
        return;
      }
      swap(at, smaller);
      at = smaller;
    }
  }

  private boolean isBefore(int a, int b) {
    int byRank = Double.compare(ranks[a], ranks[b]);
    return byRank < 0 || (byRank == 0 && Node.byHistory(nodes.get(a), nodes.get(b)) < 0);
  }

  private void swap(int a, int b) {
    Node<C> node = nodes.get(a);
    nodes.set(a, nodes.get(b));
    nodes.set(b, node);
    double rank = ranks[a];
    ranks[a] = ranks[b];
    ranks[b] = rank;
  }
}
