package org.meseta.plugins.allocator.hierarchical.share;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A role (or, at the root, all roles): its own members compete with the roles below it. */
final class RoleNode<C> extends Branch<C> {

  final Map<String, RoleNode<C>> subroles = new TreeMap<>();
  @Nullable Members<C> members;

  RoleNode(@Nullable RoleNode<C> parent, String name, double weight) {
    super(parent, name, weight);
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
    for (int i = 0; i < order.size(); i++) {
      if (order.get(i) instanceof Branch<C> branch && !branch.walk(walker)) {
        return false;
      }
    }
    return true;
  }
}
