package org.meseta.plugins.allocator.hierarchical;

import org.jspecify.annotations.Nullable;
import org.meseta.plugins.allocator.hierarchical.quota.Rooms;
import org.meseta.plugins.allocator.hierarchical.share.Member;
import org.meseta.plugins.allocator.hierarchical.share.ShareTree;

/** One framework in one role: to whom resources are allocated. */
final class Client {

  final FrameworkState framework;
  final String role;

  /** Small number, unlike that of any other client there is now. */
  final int slot;

  final Member<Client> member;

  /** False for a role that the framework has given up while it still holds something in it. */
  boolean subscribed;

  boolean suppressed;

  /** What its role may be offered; null if nobody has asked. */
  @Nullable Rooms rooms;

  /** The stage of a run in which it was found that its role is owed nothing any more. */
  long servedIn;

  /** The stage in which it was found that quotas leave nothing for it that is worth an offer. */
  long spentIn;

  /** What it was then that stood in its way. */
  Hurdle spentFor = Hurdle.NONE;

  /** The framework's own notion of what is worth an offer; null for the master's. */
  @Nullable Minimum minAllocatable;

  Client(FrameworkState framework, String role, int slot, ShareTree<Client> tree) {
    this.framework = framework;
    this.role = role;
    this.slot = slot;
    this.member = tree.add(role, framework.id.getValue(), this);
  }

  boolean wantsOffers() {
    return framework.active && subscribed && !suppressed;
  }
}
