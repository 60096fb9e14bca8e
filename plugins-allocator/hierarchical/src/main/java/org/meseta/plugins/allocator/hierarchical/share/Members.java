package org.meseta.plugins.allocator.hierarchical.share;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.meseta.plugin.allocator.sorter.Sorter;

/** The members that a role has itself. */
final class Members<C> extends Branch<C> {

  final String role;
  final Map<String, Member<C>> byName = new HashMap<>();

  Members(RoleNode<C> parent, String role) {
    // No role may have a part named so: it never clashes with a role below.
    super(parent.standards, parent, ".", 1);
    this.role = role;
  }

  @Override
  Collection<Member<C>> children() {
    return byName.values();
  }

  @Override
  boolean walk(ShareTree.Walker<C> walker) {
    if (order.get(0) instanceof Member<C> any && !walker.enter(any.client())) {
      return true;
    }
    return order.walk(
        sorter(), node -> !(node instanceof Member<C> member) || walker.visit(member.client()));
  }

  @Override
  Sorter sorter() {
    return standards.members;
  }
}
