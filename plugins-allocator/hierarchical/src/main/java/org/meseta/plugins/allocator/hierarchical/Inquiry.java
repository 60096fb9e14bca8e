package org.meseta.plugins.allocator.hierarchical;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.allocator.Obstacle;
import org.meseta.plugins.allocator.hierarchical.quota.QuotaBook;
import org.meseta.plugins.allocator.hierarchical.quota.Stage;
import org.meseta.plugins.allocator.hierarchical.share.ShareTree;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;

/**
 * Finds out what stands between a framework and agents: lets the next run pass over each agent, and
 * gives nothing away.
 */
final class Inquiry {

  private final ShareTree<Client> tree;
  private final FilterTable filters;
  private final Map<FrameworkID, FrameworkState> frameworks;
  private final Gate gate;
  private final Headroom headroom;
  private final Collection<AgentState> agents;
  private final Reasons reasons;

  /**
   * @param frameworks that are known; kept by the caller
   * @param agents all there are at any time
   */
  Inquiry(
      ShareTree<Client> tree,
      FilterTable filters,
      QuotaBook quotas,
      Map<FrameworkID, FrameworkState> frameworks,
      Gate gate,
      Headroom headroom,
      Collection<AgentState> agents) {
    this.tree = tree;
    this.filters = filters;
    this.frameworks = frameworks;
    this.gate = gate;
    this.headroom = headroom;
    this.agents = agents;
    this.reasons = new Reasons(gate, filters, quotas);
  }

  Optional<Map<AgentID, Obstacle>> obstacles(FrameworkID id, String role) {
    FrameworkState framework = frameworks.get(id);
    return Optional.of(framework == null ? Map.of() : obstacles(framework, role));
  }

  private Map<AgentID, Obstacle> obstacles(FrameworkState framework, String role) {
    Client client = framework.clients.get(role);
    Map<AgentID, Obstacle> found = new HashMap<>();
    Optional<Obstacle.Kind> everywhere = everywhere(framework, client);
    if (client == null || everywhere.isPresent()) {
      Obstacle obstacle = Obstacle.of(everywhere.orElse(Obstacle.Kind.NOT_SUBSCRIBED));
      agents.forEach(agent -> found.put(agent.id, obstacle));
      return found;
    }
    filters.look();
    tree.refresh();
    headroom.recount();
    headroom.look();
    for (AgentState agent : agents) {
      obstacle(agent, client).ifPresent(obstacle -> found.put(agent.id, obstacle));
    }
    return found;
  }

  private static Optional<Obstacle.Kind> everywhere(
      FrameworkState framework, @Nullable Client client) {
    if (client == null || !client.subscribed) {
      return Optional.of(Obstacle.Kind.NOT_SUBSCRIBED);
    }
    if (!framework.active) {
      return Optional.of(Obstacle.Kind.FRAMEWORK_INACTIVE);
    }
    return client.suppressed ? Optional.of(Obstacle.Kind.SUPPRESSED) : Optional.empty();
  }

  private Optional<Obstacle> obstacle(AgentState agent, Client client) {
    Hurdle ofAgent = gate.judge(agent);
    if (ofAgent != Hurdle.NONE) {
      return Optional.of(reasons.of(ofAgent, agent, client));
    }
    List<Stage> stages =
        headroom.isAnythingOwed()
            ? List.of(Stage.GUARANTEES, Stage.FAIR_SHARES)
            : List.of(Stage.FAIR_SHARES);
    Hurdle own = judge(agent, client, agent.offerable(), stages);
    return own == Hurdle.NONE
        ? whoIsFirst(agent, client, stages)
        : Optional.of(reasons.of(own, agent, client));
  }

  /** Nothing if it is so in one of the stages; else what stands in the way in the last. */
  private Hurdle judge(AgentState agent, Client client, Offerable left, List<Stage> stages) {
    Hurdle hurdle = Hurdle.NONE;
    for (Stage stage : stages) {
      gate.begin();
      hurdle = gate.judgeAll(agent, client, left, stage);
      if (hurdle == Hurdle.NONE) {
        return hurdle;
      }
    }
    return hurdle;
  }

  /** Nothing stands in the client's own way: somebody else may take the agent before him. */
  private Optional<Obstacle> whoIsFirst(AgentState agent, Client client, List<Stage> stages) {
    AgentPass pass = new AgentPass(gate, agent);
    for (Stage stage : stages) {
      gate.begin();
      AgentPass.Grant grant = pass.next(tree, stage);
      while (grant != null) {
        if (grant.client().equals(client)) {
          return Optional.empty();
        }
        if (judge(agent, client, pass.left(), stages) != Hurdle.NONE) {
          return Optional.of(
              Obstacle.of(Obstacle.Kind.FAIR_SHARE, grant.client().framework.id.getValue()));
        }
        grant = pass.next(tree, stage);
      }
    }
    return Optional.empty();
  }
}
