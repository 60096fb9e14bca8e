package org.meseta.plugins.allocator.hierarchical;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.plugins.allocator.hierarchical.share.ShareTree;

/** All frameworks in all their roles. */
final class Clients {

  private final ShareTree<Client> tree;
  private final List<@Nullable Client> bySlot = new ArrayList<>();
  private final Deque<Integer> unusedSlots = new ArrayDeque<>();
  private final Map<String, Integer> countByRole = new HashMap<>();

  Clients(ShareTree<Client> tree) {
    this.tree = tree;
  }

  Client at(int slot) {
    Client client = bySlot.get(slot);
    if (client == null) {
      throw new IllegalStateException("no client has slot " + slot);
    }
    return client;
  }

  /** The framework in this role; a new one is not subscribed. */
  Client of(FrameworkState framework, String role) {
    return framework.clients.computeIfAbsent(role, r -> make(framework, r));
  }

  private Client make(FrameworkState framework, String role) {
    Integer unused = unusedSlots.poll();
    int slot = unused == null ? bySlot.size() : unused;
    Client client = new Client(framework, role, slot, tree);
    if (unused == null) {
      bySlot.add(client);
    } else {
      bySlot.set(slot, client);
    }
    countByRole.merge(role, 1, Integer::sum);
    return client;
  }

  /** The client wants offers, or does not any more. */
  void updateActivity(Client client) {
    tree.setActive(client.member, client.wantsOffers());
  }

  /** Forgets a client that is not subscribed and has nothing; it must have no filters. */
  void removeIfDone(Client client) {
    if (!client.subscribed && client.member.isEmpty()) {
      remove(client);
    }
  }

  /** Forgets a client that has nothing. */
  void remove(Client client) {
    tree.remove(client.member);
    client.framework.clients.remove(client.role);
    bySlot.set(client.slot, null);
    unusedSlots.add(client.slot);
    countByRole.computeIfPresent(client.role, (role, count) -> count == 1 ? null : count - 1);
  }

  /** Roles that have a client. */
  Set<String> roles() {
    return countByRole.keySet();
  }
}
