package org.meseta.plugins.allocator.hierarchical.share;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.allocator.sorter.Sorter;

/** A node with children; active while one of them is. */
abstract sealed class Branch<C> extends Node<C> permits RoleNode, Members {

  final Order<C> order = new Order<>();

  Branch(Standards standards, @Nullable Branch<C> parent, String name, double weight) {
    super(standards, parent, name, weight);
  }

  /** In which order children come. */
  abstract Sorter sorter();

  abstract Collection<? extends Node<C>> children();

  /** Passes the active members below in order; false ends the walk. */
  abstract boolean walk(ShareTree.Walker<C> walker);

  @Override
  final boolean isActive() {
    return !order.isEmpty();
  }

  @Override
  final void refresh() {
    updateShare();
    children().forEach(Node::refresh);
    order.sort();
  }

  final void join(Node<C> child) {
    boolean first = order.isEmpty();
    order.insert(child);
    if (first && parent != null) {
      parent.join(this);
    }
  }

  final void leave(Node<C> child) {
    if (order.size() == 1 && parent != null) {
      parent.leave(this);
    }
    order.remove(child);
  }
}
