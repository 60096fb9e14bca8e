package org.meseta.plugins.allocator.hierarchical;

import java.util.ArrayList;
import java.util.List;
import org.meseta.plugin.allocator.AllocatorOptions;
import org.meseta.plugins.allocator.hierarchical.share.ShareTree;
import org.meseta.resources.ResourceQuantities;
import org.meseta.resources.Resources;

/**
 * Finds out who gets what one agent has free: the first who may have it, finds it worth an offer,
 * and has not refused it. He gets all of it that he may have.
 */
final class AgentPass implements ShareTree.Walker<Client> {

  private final AllocatorOptions options;
  private final FilterTable filters;
  private final AgentState agent;
  private final List<Grant> grants = new ArrayList<>(1);
  private Offerable left;

  AgentPass(AllocatorOptions options, FilterTable filters, AgentState agent) {
    this.options = options;
    this.filters = filters;
    this.agent = agent;
    this.left = agent.offerable();
  }

  /** In the order in which they were made; carry an allocation role. */
  List<Grant> grants() {
    return grants;
  }

  @Override
  public boolean enter(String role) {
    return agent.takes(role) && !left.to(role).isEmpty();
  }

  @Override
  public boolean visit(Client client) {
    Resources offered = left.to(client);
    if (isAcceptable(client, offered)) {
      grants.add(new Grant(client, offered.allocatedTo(client.role)));
      left = left.without(offered);
    }
    return !left.isEmpty();
  }

  private boolean isAcceptable(Client client, Resources offered) {
    return !offered.isEmpty()
        && agent.takes(client.framework.abilities, !options.filterGpuResources())
        && !filters.block(client, agent, offered)
        && isWorthwhile(client, offered);
  }

  private boolean isWorthwhile(Client client, Resources offered) {
    List<ResourceQuantities> own = client.minAllocatable;
    List<ResourceQuantities> least = own == null ? options.minAllocatableResources() : own;
    if (least.isEmpty()) {
      return true;
    }
    ResourceQuantities quantities = offered.scalarQuantities();
    for (ResourceQuantities alternative : least) {
      if (quantities.contains(alternative)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What somebody gets.
   *
   * @param resources with his role as their allocation role
   */
  record Grant(Client client, Resources resources) {}
}
