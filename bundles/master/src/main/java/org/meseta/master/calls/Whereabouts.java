package org.meseta.master.calls;

import java.time.Instant;
import org.meseta.master.ledger.Ledger;
import org.meseta.master.state.AgentStanding;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;

/**
 * Says what is known of agents that frameworks name. A new master does not know which agents its
 * predecessor had. As long as these may still come, it cannot say that something is unknown.
 */
final class Whereabouts {
  private final Desk desk;

  Whereabouts(Desk desk) {
    this.desk = desk;
  }

  /**
   * @param agent empty if none was named: then it is any agent
   * @param framework that asks
   */
  AgentStanding of(AgentID agent, FrameworkID framework) {
    Ledger ledger = desk.ledger();
    if (ledger.agent(agent) != null) {
      return AgentStanding.REGISTERED;
    }
    if (ledger.unreachableSince(agent) != null) {
      return AgentStanding.UNREACHABLE;
    }
    if (ledger.isGone(agent)) {
      return AgentStanding.GONE;
    }
    return isAwaited(agent) || (awaitsAgents() && isFromBefore(agent, framework))
        ? AgentStanding.AWAITED
        : AgentStanding.UNKNOWN;
  }

  private boolean isAwaited(AgentID agent) {
    var recovered = desk.ledger().recovered();
    return agent.getValue().isEmpty() ? !recovered.isEmpty() : recovered.containsKey(agent);
  }

  /** Only who knows which agents there were need not wait for others. */
  private boolean awaitsAgents() {
    if (desk.registry().isComplete()) {
      return false;
    }
    Instant last = desk.ledger().startTime().plus(desk.flags().agentReregisterTimeout());
    return desk.now().isBefore(last);
  }

  /** Who has his id from this master has nothing that this master does not know. */
  private boolean isFromBefore(AgentID agent, FrameworkID framework) {
    String own = desk.master().getId() + "-";
    String id = agent.getValue().isEmpty() ? framework.getValue() : agent.getValue();
    return !id.startsWith(own);
  }
}
