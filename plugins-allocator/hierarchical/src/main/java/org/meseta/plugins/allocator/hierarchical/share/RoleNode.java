package org.meseta.plugins.allocator.hierarchical.share;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.allocator.sorter.Sorter;

/** A role (or, at the root, all roles): its own members compete with the roles below it. */
final class RoleNode<C> extends Branch<C> {

  final Map<String, RoleNode<C>> subroles = new TreeMap<>();
  @Nullable Members<C> members;

  RoleNode(Standards standards, @Nullable RoleNode<C> parent, String name, double weight) {
    super(standards, parent, name, weight);
  }

  Members<C> membersOf(String role) {
    Members<C> known = members;
    if (known == null) {
      known = new Members<>(this, role);
      members = known;
    }
    return known;
  }

  boolean isUnused() {
    return members == null && subroles.isEmpty();
  }

  @Override
  Collection<Node<C>> children() {
    List<Node<C>> children = new ArrayList<>(subroles.values());
    if (members != null) {
      children.add(members);
    }
    return children;
  }

  @Override
  boolean walk(ShareTree.Walker<C> walker) {
    return order.walk(sorter(), node -> !(node instanceof Branch<C> branch) || branch.walk(walker));
  }

  @Override
  Sorter sorter() {
    return standards.roles;
  }
}
