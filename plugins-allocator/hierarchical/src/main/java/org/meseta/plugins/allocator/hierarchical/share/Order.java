package org.meseta.plugins.allocator.hierarchical.share;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.allocator.sorter.Sorter;

/** The active children of a node, the first choice first. One that moves costs O(log n). */
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

  /** Shows one after the other to {@code visit} as long as it wants to go on. */
  boolean walk(Sorter sorter, Predicate<Node<C>> visit) {
    if (sorter.isRestless()) {
      return walkAnew(sorter, visit);
    }
    for (int i = 0; i < nodes.size(); i++) {
      if (!visit.test(nodes.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean walkAnew(Sorter sorter, Predicate<Node<C>> visit) {
    Draw<C> draw = new Draw<>(new ArrayList<>(nodes), sorter);
    for (@Nullable Node<C> node = draw.next(); node != null; node = draw.next()) {
      if (!visit.test(node)) {
        return false;
      }
    }
    return true;
  }

  void insert(Node<C> node) {
    nodes.add(-Collections.binarySearch(nodes, node, Node.ORDER) - 1, node);
  }

  /** The node's rank must still be the one it was inserted with. */
  void remove(Node<C> node) {
    nodes.remove(Collections.binarySearch(nodes, node, Node.ORDER));
  }

  void sort() {
    nodes.sort(Node.ORDER);
  }
}
