package org.meseta.plugins.allocator.hierarchical.share;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The active children of a node, the fairest choice first. One that moves costs O(log n). */
final class Order<C> {

  private final List<Node<C>> nodes = new ArrayList<>();

  boolean isEmpty() {
    return nodes.isEmpty();
  }

  int size() {
    return nodes.size();
  }

  Node<C> get(int index) {
    return nodes.get(index);
  }

  void insert(Node<C> node) {
    nodes.add(-Collections.binarySearch(nodes, node, Node.FAIRNESS) - 1, node);
  }

  /** The node's share must still be the one it was inserted with. */
  void remove(Node<C> node) {
    nodes.remove(Collections.binarySearch(nodes, node, Node.FAIRNESS));
  }

  void sort() {
    nodes.sort(Node.FAIRNESS);
  }
}
