package org.meseta.master.calls;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.meseta.master.api.AgentLink;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Framework;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects and disconnects agents, and lets them go. */
public final class AgentDesk {
  private static final Logger LOG = LoggerFactory.getLogger(AgentDesk.class);

  private final Desk desk;
  private final OfferDesk offers;
  private final AgentTransitions transitions = new AgentTransitions();
  private final AgentDeparture departure;
  private final AgentAbsence absence;

  public AgentDesk(Desk desk, OfferDesk offers, TaskDesk tasks) {
    this.desk = desk;
    this.offers = offers;
    this.departure = new AgentDeparture(desk, offers, tasks, transitions);
    this.absence = new AgentAbsence(desk, transitions, departure);
  }

  AgentTransitions transitions() {
    return transitions;
  }

  /** The agent, which is registered, is at this link from now on, and only there. */
  void connect(AgentID id, AgentLink link) {
    absence.end(id);
    AgentLink old = desk.peers().connect(id, link);
    if (old != null) {
      desk.peers().close(old, "Agent " + id.getValue() + " has come by another link");
    }
    if (connected(id) == null) {
      desk.ledger().agent(id, agent -> agent.connected = true);
      if (!desk.ledger().isDeactivated(id)) {
        desk.allocator().activateAgent(id);
      }
    }
  }

  /**
   * The agent, which is connected, has lost its link; it may come back in time.
   *
   * @param silence how long ago it was last heard
   */
  void disconnect(AgentID id, Duration silence) {
    LOG.info("Agent {} disconnected", id.getValue());
    desk.peers().disconnect(id);
    pauseOffers(id);
    loseWithoutCheckpoint(id);
    absence.begin(id, silence);
  }

  /**
   * The agent, which is connected, has not what this master believes: over the link that it has, it
   * is asked to register again. Its tasks go on; nothing of it is offered until it has answered.
   */
  void askAnew(AgentID id) {
    if (connected(id) != null) {
      LOG.info("Agent {} is asked what it has", id.getValue());
      pauseOffers(id);
      desk.peers().unregistered(id);
    }
  }

  /** Whether something of the agent, which is known and settled, is to be offered. */
  void setDeactivated(AgentID id, boolean deactivated) {
    desk.ledger().setDeactivated(id, deactivated);
    if (connected(id) != null) {
      if (deactivated) {
        stopOffers(id);
      } else {
        desk.allocator().activateAgent(id);
      }
    }
  }

  private void pauseOffers(AgentID id) {
    desk.ledger().agent(id, agent -> agent.connected = false);
    stopOffers(id);
  }

  private void stopOffers(AgentID id) {
    desk.allocator().deactivateAgent(id);
    desk.ledger().offers(id).forEach(offers::rescind);
  }

  /** Frameworks that do not checkpoint lose what they have on an agent that disconnects. */
  private void loseWithoutCheckpoint(AgentID id) {
    Agent agent = desk.ledger().agent(id);
    String host = agent == null ? id.getValue() : agent.info().getHostname();
    for (Task task : desk.ledger().tasks(id)) {
      Framework framework = desk.ledger().framework(task.getFrameworkId());
      if (framework != null && !framework.info().getCheckpoint()) {
        departure.lose(
            task,
            TaskState.TASK_LOST,
            TaskStatus.Reason.REASON_AGENT_DISCONNECTED,
            "Agent " + host + " disconnected");
      }
    }
    for (Framework framework : desk.ledger().frameworks().values()) {
      if (!framework.info().getCheckpoint()) {
        departure.removeExecutors(framework, id);
      }
    }
  }

  /** A recovered agent has not come back in time. */
  void giveUpRecovered(AgentID id) {
    absence.giveUpRecovered(id);
  }

  /** The agent leaves for good, once that is written down. */
  void remove(AgentID id, AgentDeparture.Removal removal) {
    absence.end(id);
    departure.remove(id, removal);
  }

  /** The agent, which is settled and known, is gone for good; that is written down. */
  void gone(AgentID id, Instant since) {
    absence.end(id);
    departure.gone(id, since);
  }

  /** Whether the agent is registered, or may come back. */
  boolean isKnown(AgentID id) {
    return desk.ledger().agent(id) != null
        || desk.ledger().unreachableSince(id) != null
        || desk.ledger().recovered().containsKey(id);
  }

  /** The agent that is registered at this id and connected by its current link. */
  @Nullable Agent connected(AgentID id) {
    Agent agent = desk.ledger().agent(id);
    return agent != null && agent.connected() ? agent : null;
  }
}
