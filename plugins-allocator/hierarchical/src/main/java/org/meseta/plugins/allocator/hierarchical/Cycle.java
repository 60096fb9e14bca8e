package org.meseta.plugins.allocator.hierarchical;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.meseta.plugin.allocator.AllocatorContext;
import org.meseta.plugins.allocator.hierarchical.quota.Stage;
import org.meseta.plugins.allocator.hierarchical.share.ShareTree;

/**
 * Passes over agents in random order, and offers what comes of it: first to roles that have less
 * than they are owed, if there are any, then to all. An agent of which nobody could be offered
 * anything is left out until something changes about it, about a framework, or, if it was for them,
 * about quotas: in a cluster at rest a cycle costs next to nothing.
 */
final class Cycle {

  private final AllocatorContext context;
  private final ShareTree<Client> tree;
  private final FilterTable filters;
  private final Ledger ledger;
  private final Frameworks frameworks;
  private final Gate gate;
  private final Headroom headroom;
  private final Resting resting;

  Cycle(
      AllocatorContext context,
      ShareTree<Client> tree,
      FilterTable filters,
      Ledger ledger,
      Frameworks frameworks,
      Gate gate,
      Headroom headroom) {
    this.context = context;
    this.tree = tree;
    this.filters = filters;
    this.ledger = ledger;
    this.frameworks = frameworks;
    this.gate = gate;
    this.headroom = headroom;
    this.resting = new Resting(tree, gate);
  }

  void run(Iterable<AgentState> agents) {
    filters.look();
    tree.refresh();
    headroom.recount();
    List<AgentPass> passes = passes(agents);
    if (passes.isEmpty()) {
      return;
    }
    headroom.look();
    Offers offers = new Offers();
    begin(passes, Stage.GUARANTEES);
    for (int i = 0; i < passes.size() && headroom.isAnythingOwed(); i++) {
      run(passes.get(i), Stage.GUARANTEES, offers);
    }
    begin(passes, Stage.FAIR_SHARES);
    passes.forEach(pass -> run(pass, Stage.FAIR_SHARES, offers));
    passes.forEach(this::settle);
    resting.end();
    offers.send(context);
  }

  private void begin(List<AgentPass> passes, Stage stage) {
    shuffle(passes);
    gate.begin();
    resting.begin(stage, passes.stream().allMatch(pass -> headroom.isOnlyLoose(pass.left())));
  }

  private List<AgentPass> passes(Iterable<AgentState> agents) {
    List<AgentPass> passes = new ArrayList<>();
    for (AgentState agent : agents) {
      filters.expire(agent);
      if (!agent.isSettled(frameworks.generation(), headroom.generation())
          && gate.judge(agent) == Hurdle.NONE
          && !agent.offerable().isEmpty()) {
        passes.add(new AgentPass(gate, agent));
      }
    }
    return passes;
  }

  private void run(AgentPass pass, Stage stage, Offers offers) {
    AgentPass.Grant grant = pass.next(tree, stage);
    resting.look();
    while (grant != null) {
      ledger.hold(pass.agent, grant.client().framework.id, grant.resources());
      headroom.taken(grant);
      offers.add(grant.client(), pass.agent, grant.resources());
      grant = pass.next(tree, stage);
      resting.look();
    }
  }

  private void shuffle(List<AgentPass> passes) {
    RandomGenerator random = context.random();
    for (int i = passes.size() - 1; i > 0; i--) {
      Collections.swap(passes, i, random.nextInt(i + 1));
    }
  }

  private void settle(AgentPass pass) {
    if (!pass.granted()) {
      pass.agent.settle(
          frameworks.generation(),
          pass.keptByQuotas() || resting.isAnybody()
              ? OptionalLong.of(headroom.generation())
              : OptionalLong.empty());
    }
  }
}
