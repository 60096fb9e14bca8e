package org.meseta.plugins.allocator.hierarchical;

import java.util.ArrayList;
import java.util.List;
import org.meseta.plugins.allocator.hierarchical.quota.Stage;
import org.meseta.plugins.allocator.hierarchical.share.ShareTree;

/**
 * Takes clients that have nothing to expect in the rest of a stage out of the tree until it is
 * over: with thousands of roles that have had their quotas, passing over them is what a run costs
 * most.
 */
final class Resting {

  private final ShareTree<Client> tree;
  private final Gate gate;
  private final List<Client> clients = new ArrayList<>();
  private boolean allowed;

  Resting(ShareTree<Client> tree, Gate gate) {
    this.tree = tree;
    this.gate = gate;
  }

  /**
   * A stage begins.
   *
   * @param onlyLoose whether agents have nothing but what quotas concern: who has had his quota may
   *     still be given what is reserved to him
   */
  void begin(Stage stage, boolean onlyLoose) {
    end();
    allowed = stage == Stage.GUARANTEES || onlyLoose;
  }

  /** Between two looks at the tree. */
  void look() {
    for (Client client : gate.takeDone()) {
      if (allowed) {
        tree.setActive(client.member, false);
        clients.add(client);
      }
    }
  }

  /** Whether somebody was left out. */
  boolean isAnybody() {
    return !clients.isEmpty();
  }

  /** All take part again. */
  void end() {
    clients.forEach(client -> tree.setActive(client.member, client.wantsOffers()));
    clients.clear();
  }
}
