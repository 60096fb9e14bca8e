package org.meseta.plugins.allocator.hierarchical;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugins.allocator.hierarchical.share.ShareTree;

/**
 * Passes over agents in random order, and offers what comes of it. An agent of which nobody could
 * be offered anything is left out until something changes about it or about a framework: in a
 * cluster at rest a cycle costs next to nothing.
 */
final class Cycle {

  private final AllocatorContext context;
  private final ShareTree<Client> tree;
  private final FilterTable filters;
  private final Ledger ledger;
  private final Frameworks frameworks;
  private Optional<Set<String>> whitelist = Optional.empty();

  Cycle(
      AllocatorContext context,
      ShareTree<Client> tree,
      FilterTable filters,
      Ledger ledger,
      Frameworks frameworks) {
    this.context = context;
    this.tree = tree;
    this.filters = filters;
    this.ledger = ledger;
    this.frameworks = frameworks;
  }

  void setWhitelist(Optional<Set<String>> hostnames) {
    whitelist = hostnames.map(Set::copyOf);
  }

  void run(Iterable<AgentState> agents) {
    filters.look();
    tree.refresh();
    Offers offers = new Offers();
    for (AgentState agent : shuffled(unsettled(agents))) {
      pass(agent, offers);
    }
    offers.send(context);
  }

  private List<AgentState> unsettled(Iterable<AgentState> agents) {
    List<AgentState> unsettled = new ArrayList<>();
    for (AgentState agent : agents) {
      filters.expire(agent);
      if (agent.settledIn != frameworks.generation() && mayOffer(agent)) {
        unsettled.add(agent);
      }
    }
    return unsettled;
  }

  private boolean mayOffer(AgentState agent) {
    return agent.active
        && (whitelist.isEmpty() || whitelist.get().contains(agent.hostname()))
        && !agent.offerable().isEmpty();
  }

  private List<AgentState> shuffled(List<AgentState> agents) {
    RandomGenerator random = context.random();
    for (int i = agents.size() - 1; i > 0; i--) {
      Collections.swap(agents, i, random.nextInt(i + 1));
    }
    return agents;
  }

  private void pass(AgentState agent, Offers offers) {
    AgentPass pass = new AgentPass(context.options(), filters, agent);
    tree.walk(pass);
    for (AgentPass.Grant grant : pass.grants()) {
      ledger.hold(agent, grant.client().framework.id, grant.resources());
      offers.add(grant.client(), agent, grant.resources());
    }
    if (pass.grants().isEmpty()) {
      agent.settledIn = frameworks.generation();
    }
  }
}
