package org.meseta.plugins.allocator.hierarchical;

import org.jspecify.annotations.Nullable;
import org.meseta.plugins.allocator.hierarchical.quota.Stage;
import org.meseta.plugins.allocator.hierarchical.share.ShareTree;
import org.meseta.resources.Resources;

/**
 * Finds out who gets what one agent has free: the first between whom and the agent nothing stands.
 * He gets all of it that he may have; then who is first is looked at anew.
 */
final class AgentPass implements ShareTree.Walker<Client> {

  final AgentState agent;
  private final Gate gate;
  private Offerable left;
  private Stage stage = Stage.FAIR_SHARES;
  private @Nullable Grant grant;
  private boolean granted;
  private boolean keptByQuotas;

  AgentPass(Gate gate, AgentState agent) {
    this.gate = gate;
    this.agent = agent;
    this.left = agent.offerable();
  }

  /** Who gets something; null if nobody does. He has it before this is asked again. */
  @Nullable Grant next(ShareTree<Client> tree, Stage asked) {
    gate.forget();
    stage = asked;
    grant = null;
    if (!left.isEmpty()) {
      tree.walk(this);
    }
    return grant;
  }

  /** What nobody got yet. */
  Offerable left() {
    return left;
  }

  /** Whether somebody got something. */
  boolean granted() {
    return granted;
  }

  /** Whether somebody might have got more if there were no quotas. */
  boolean keptByQuotas() {
    return keptByQuotas;
  }

  @Override
  public boolean enter(Client any) {
    return gate.judgeRole(agent, any, left, stage) == Hurdle.NONE;
  }

  @Override
  public boolean visit(Client client) {
    Hurdle hurdle = gate.judge(agent, client, left, stage);
    keptByQuotas |= gate.keptByQuotas();
    if (hurdle == Hurdle.NONE) {
      Resources offered = gate.offered();
      grant = new Grant(client, offered.allocatedTo(client.role));
      left = left.without(offered);
      granted = true;
      return false;
    }
    return true;
  }

  /**
   * What somebody gets.
   *
   * @param resources with his role as their allocation role
   */
  record Grant(Client client, Resources resources) {}
}
