package org.meseta.plugins.allocator.hierarchical.share;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.allocator.sorter.Sorter;
import org.meseta.resources.ResourceQuantities;

/**
 * Weighted dominant resource fairness, or another order, over a tree of roles. Roles below one role
 * compete with each other and with its own members; members of a role compete with each other. Only
 * scalars count. An allocation moves one path of the tree; a change of the cluster's totals sorts
 * it all, at the next {@link #refresh}.
 *
 * @param <C> what members stand for
 */
public final class ShareTree<C> {

  private final Dimensions dimensions;
  private final Map<String, Double> weights;
  private final Totals totals;
  private final Standards standards;
  private final RoleNode<C> root;
  private boolean stale;

  /**
   * @param dimensions of the allocator
   * @param excluded names of resources that count in nobody's share
   * @param weights by role, above zero; 1 for others
   */
  public ShareTree(Dimensions dimensions, Set<String> excluded, Map<String, Double> weights) {
    this.dimensions = dimensions;
    this.totals = new Totals(dimensions, excluded);
    this.standards = new Standards(totals);
    this.root = new RoleNode<>(standards, null, "", 1);
    this.weights = new HashMap<>(weights);
  }

  /**
   * In which order roles, and members of a role, come from now on.
   *
   * @param ofRoles null for the smallest share first
   * @param ofMembers null for the smallest share first
   */
  public void setSorters(@Nullable Sorter ofRoles, @Nullable Sorter ofMembers) {
    standards.roles = ofRoles == null ? Standards.FAIRNESS : ofRoles;
    standards.members = ofMembers == null ? Standards.FAIRNESS : ofMembers;
    root.refresh();
  }

  /** The cluster has grown. */
  public void addTotal(ResourceQuantities quantities) {
    dimensions.add(totals.tally(), quantities);
    stale = true;
  }

  /** The cluster has shrunk. */
  public void removeTotal(ResourceQuantities quantities) {
    dimensions.subtract(totals.tally(), quantities);
    stale = true;
  }

  /** Roles have new weights, above zero; they stay known while a role has no members. */
  public void setWeights(Map<String, Double> changed) {
    weights.putAll(changed);
    changed.forEach(
        (role, weight) -> {
          RoleNode<C> node = find(role);
          if (node != null) {
            node.weight = weight;
          }
        });
    stale = true;
  }

  /**
   * Adds a member, which is not active yet.
   *
   * @param name unlike that of any other member of the role
   */
  public Member<C> add(String role, String name, C client) {
    Members<C> members = findOrAdd(role).membersOf(role);
    Member<C> member = new Member<>(members, name, client);
    members.byName.put(name, member);
    return member;
  }

  /** Removes a member that has nothing any more, and roles that are left without members. */
  public void remove(Member<C> member) {
    setActive(member, false);
    Members<C> home = member.home();
    home.byName.remove(member.name);
    if (home.byName.isEmpty()) {
      prune(home.role);
    }
  }

  private void prune(String role) {
    RoleNode<C> node = find(role);
    if (node != null) {
      node.members = null;
      prune(node);
    }
  }

  private static <C> void prune(RoleNode<C> leaf) {
    RoleNode<C> node = leaf;
    while (node.isUnused() && node.parent instanceof RoleNode<C> parent) {
      parent.subroles.remove(node.name);
      node = parent;
    }
  }

  /** Whether the member takes part. */
  public void setActive(Member<C> member, boolean active) {
    if (active && !member.active) {
      member.active = true;
      member.home().join(member);
    } else if (!active && member.active) {
      member.home().leave(member);
      member.active = false;
    }
  }

  /** The member was given something. */
  public void allocated(Member<C> member, ResourceQuantities quantities) {
    for (Node<C> node = member; node != null; node = node.parent) {
      Node<C> charged = node;
      node.change(
          () -> {
            dimensions.add(charged.allocated, quantities);
            charged.allocations++;
            charged.updateShare();
          });
    }
  }

  /** The member gave something back. */
  public void released(Member<C> member, ResourceQuantities quantities) {
    for (Node<C> node = member; node != null; node = node.parent) {
      Node<C> charged = node;
      node.change(
          () -> {
            dimensions.subtract(charged.allocated, quantities);
            charged.updateShare();
          });
    }
  }

  /** Brings the order up to date; call before {@link #walk}. */
  public void refresh() {
    if (stale) {
      root.refresh();
      stale = false;
    }
  }

  /** Passes all active members, the fairest choice first. The tree must not change meanwhile. */
  public void walk(Walker<C> walker) {
    root.walk(walker);
  }

  /** The share of a role and all below it, by its weight; 0 if it has no members. */
  public double share(String role) {
    RoleNode<C> node = find(role);
    return node == null ? 0 : node.share;
  }

  /** Names of all scalar resources ever seen. */
  public List<String> resourceNames() {
    return List.copyOf(dimensions.names());
  }

  /** Thousandths that the cluster has. */
  public long total(String resource) {
    return totals.tally().get(dimensions.of(resource));
  }

  /** Thousandths that all members have. */
  public long allocated(String resource) {
    return root.allocated.get(dimensions.of(resource));
  }

  private @Nullable RoleNode<C> find(String role) {
    RoleNode<C> node = root;
    for (int end = partEnd(role, 0); node != null && end > 0; end = partEnd(role, end + 1)) {
      node = node.subroles.get(role.substring(0, end));
    }
    return node;
  }

  private RoleNode<C> findOrAdd(String role) {
    RoleNode<C> node = root;
    for (int end = partEnd(role, 0); end > 0; end = partEnd(role, end + 1)) {
      RoleNode<C> parent = node;
      node =
          parent.subroles.computeIfAbsent(
              role.substring(0, end),
              path -> new RoleNode<>(standards, parent, path, weights.getOrDefault(path, 1.0)));
    }
    return node;
  }

  /** Where the part that begins at {@code from} ends; -1 if there is none. */
  private static int partEnd(String role, int from) {
    if (from > role.length()) {
      return -1;
    }
    int slash = role.indexOf('/', from);
    return slash < 0 ? role.length() : slash;
  }

  /**
   * Sees members in order.
   *
   * @param <C> what members stand for
   */
  public interface Walker<C> {

    /**
     * Whether to pass the members that a role has itself.
     *
     * @param any one of them
     */
    boolean enter(C any);

    /** Whether to go on after this one. */
    boolean visit(C client);
  }
}
