package org.meseta.master.calls;

import java.util.function.Consumer;
import org.meseta.master.api.AgentLink;
import org.meseta.master.api.Outcome;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.OperationUpdate;
import org.meseta.protocol.v1.AgentID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives each message of an agent to who knows what to do about it. */
public final class AgentCalls {
  private static final Logger LOG = LoggerFactory.getLogger(AgentCalls.class);

  private static final int UUID_BYTES = 16;

  private final Desk desk;
  private final AgentDesk agents;
  private final AdmitAgent register;
  private final ReadmitAgent reregister;
  private final AgentReports reports;
  private final MarkGone markGone;
  private final Deactivation deactivation;
  private final OperationDesk operations;

  public AgentCalls(
      Desk desk,
      TaskDesk tasks,
      AgentDesk agents,
      AgentRecovery recovery,
      FrameworkDesk frameworks,
      OperationDesk operations) {
    this.desk = desk;
    this.agents = agents;
    this.register = new AdmitAgent(desk, agents, operations);
    this.operations = operations;
    this.reregister =
        new ReadmitAgent(desk, register, agents, recovery, frameworks, tasks, operations);
    this.reports = new AgentReports(desk, tasks, agents);
    this.markGone = new MarkGone(desk, agents);
    this.deactivation = new Deactivation(desk, agents);
  }

  /** An agent's link is open. */
  public void connected(AgentLink link) {
    desk.peers().opened(link);
  }

  /** An agent's link is gone. */
  public void disconnected(AgentLink link, String reason) {
    desk.peers().gone(link);
    AgentID agent = desk.peers().agentOf(link);
    if (agent != null) {
      LOG.info("The link {} is gone: {}", link.description(), reason);
      agents.disconnect(agent, link.silence());
    }
  }

  /** An agent has sent a message. */
  public void handle(AgentLink link, AgentMessage message) {
    switch (message.getMessageCase()) {
      case REGISTER -> register.handle(link, message.getRegister());
      case REREGISTER -> reregister.handle(link, message.getReregister());
      default -> handleRegistered(link, message);
    }
  }

  /**
   * An operator says that an agent is gone.
   *
   * @param answer is told what became of that, later
   */
  public void markGone(Principal caller, AgentID agent, Consumer<Outcome> answer) {
    markGone.handle(caller, agent, answer);
  }

  /**
   * An operator has nothing of an agent offered any more.
   *
   * @param answer is told what became of that, later
   */
  public void deactivate(Principal caller, AgentID agent, Consumer<Outcome> answer) {
    deactivation.deactivate(caller, agent, answer);
  }

  /**
   * An operator has an agent offered again.
   *
   * @param answer is told what became of that, later
   */
  public void reactivate(Principal caller, AgentID agent, Consumer<Outcome> answer) {
    deactivation.reactivate(caller, agent, answer);
  }

  private void operationUpdate(AgentID agent, OperationUpdate update) {
    boolean complete =
        update.getUuid().size() == UUID_BYTES
            && update.getStatus().getUuid().getValue().size() == UUID_BYTES;
    if (complete) {
      operations.update(agent, update);
    } else {
      LOG.warn("Agent {} sent an outcome that cannot be acknowledged", agent.getValue());
      desk.counters().count("dropped_messages");
    }
  }

  private void handleRegistered(AgentLink link, AgentMessage message) {
    AgentID agent = desk.peers().agentOf(link);
    if (agent == null) {
      LOG.warn(
          "Ignoring {} of the agent at {}: it is not registered",
          message.getMessageCase(),
          link.description());
      desk.counters().count("dropped_messages");
      return;
    }
    switch (message.getMessageCase()) {
      case UNREGISTER -> reports.unregister(agent);
      case STATUS_UPDATE -> reports.statusUpdate(agent, message.getStatusUpdate());
      case OPERATION_UPDATE -> operationUpdate(agent, message.getOperationUpdate());
      case EXITED_EXECUTOR -> reports.exitedExecutor(agent, message.getExitedExecutor());
      case EXECUTOR_TO_FRAMEWORK ->
          reports.executorToFramework(agent, message.getExecutorToFramework());
      default -> desk.counters().count("dropped_messages");
    }
  }
}
