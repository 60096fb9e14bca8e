package org.meseta.master.calls;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.master.agents.Admission;
import org.meseta.master.agents.Inventory;
import org.meseta.master.api.AgentLink;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Framework;
import org.meseta.master.state.RecoveredAgent;
import org.meseta.master.state.TaskStates;
import org.meseta.protocol.link.AgentReregistered;
import org.meseta.protocol.link.KillTask;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.ReregisterAgent;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An agent that was admitted once comes back, with its tasks. */
public final class ReadmitAgent {
  private static final Logger LOG = LoggerFactory.getLogger(ReadmitAgent.class);

  private final Desk desk;
  private final AdmitAgent register;
  private final AgentDesk agents;
  private final FrameworkDesk frameworks;
  private final AgentReturn returns;
  private final AgentRenewal renewal;
  private final AgentRecovery recovery;
  private final OperationDesk operations;
  private final Map<AgentID, Runnable> waiting = new HashMap<>();

  public ReadmitAgent(
      Desk desk,
      AdmitAgent register,
      AgentDesk agents,
      AgentRecovery recovery,
      FrameworkDesk frameworks,
      TaskDesk tasks,
      OperationDesk operations) {
    this.desk = desk;
    this.register = register;
    this.agents = agents;
    this.recovery = recovery;
    this.frameworks = frameworks;
    this.returns = new AgentReturn(desk, tasks);
    this.renewal = new AgentRenewal(desk, tasks);
    this.operations = operations;
  }

  /** While the agent comes or goes, only its newest wish to return is kept. */
  public void handle(AgentLink link, ReregisterAgent message) {
    desk.counters().count("messages_reregister_slave");
    AgentID id = message.getAgent().getId();
    Runnable wish = () -> settled(link, message);
    if (!agents.transitions().inProgress(id)) {
      wish.run();
    } else if (waiting.put(id, wish) == null) {
      agents.transitions().whenSettled(id, () -> runWaiting(id));
    }
  }

  private void runWaiting(AgentID id) {
    Runnable wish = waiting.remove(id);
    if (wish != null) {
      wish.run();
    }
  }

  private void settled(AgentLink link, ReregisterAgent message) {
    AgentInfo info = message.getAgent();
    Optional<String> reason = refusal(link, message);
    if (reason.isPresent()) {
      LOG.warn("Agent at {} may not return: {}", link.description(), reason.get());
      desk.peers().close(link, reason.get());
      return;
    }
    Agent known = desk.ledger().agent(info.getId());
    if (desk.ledger().isGone(info.getId())) {
      shutDown(link, info.getId(), MarkGone.REASON);
    } else if (known != null && Admission.hasMoved(known, info, link.ip())) {
      shutDown(link, info.getId(), "Agent attempted to reregister with different IP / hostname");
    } else if (desk.peers().isOpen(link)) {
      admit(link, message, known);
    }
  }

  private void shutDown(AgentLink link, AgentID id, String why) {
    LOG.warn("Shutting down agent {}: {}", id.getValue(), why);
    desk.peers().shutDown(link, why);
  }

  private Optional<String> refusal(AgentLink link, ReregisterAgent message) {
    return register
        .refusal(link, message.getAgent(), message.getVersion())
        .or(() -> Inventory.invalid(message));
  }

  private void admit(AgentLink link, ReregisterAgent message, @Nullable Agent known) {
    AgentID id = message.getAgent().getId();
    if (message.getAgent().equals(known == null ? recovered(id) : known.info())) {
      admitted(link, message);
      return;
    }
    agents.transitions().begin(id);
    desk.after(
        desk.registry().admit(message.getAgent()),
        () -> {
          admitted(link, message);
          agents.transitions().end(id);
        });
  }

  private @Nullable AgentInfo recovered(AgentID id) {
    RecoveredAgent recovered = desk.ledger().recovered().get(id);
    return recovered == null ? null : recovered.info();
  }

  private void admitted(AgentLink link, ReregisterAgent message) {
    AgentID id = message.getAgent().getId();
    boolean open = desk.peers().isOpen(link);
    Agent known = desk.ledger().agent(id);
    AgentReregistered.Builder answer = AgentReregistered.newBuilder().setAgentId(id);
    message.getFrameworksList().forEach(this::learn);
    if (known == null) {
      returns.add(link, message);
      recovery.returned();
    } else if (open) {
      answer.addAllMissingTasks(renewal.renew(link, message, known));
    }
    if (open) {
      LOG.info("Agent {} at {} returned", id.getValue(), link.description());
      agents.connect(id, link);
      desk.counters().count("slave_reregistrations");
      desk.peers().toLink(link, MasterMessage.newBuilder().setReregistered(answer));
      desk.peers().registered(link);
      // Before anything that may count on them.
      desk.ledger().pendingOperations(id).forEach(operations::send);
      greet(link, message);
    } else {
      LOG.info("Agent {} left before it was back", id.getValue());
      if (known == null) {
        agents.disconnect(id, link.silence());
      }
    }
  }

  /** What the agent has missed meanwhile. */
  private void greet(AgentLink link, ReregisterAgent message) {
    for (FrameworkInfo info : message.getFrameworksList()) {
      Framework framework = desk.ledger().framework(info.getId());
      if (framework == null) {
        desk.peers().toLink(link, FrameworkRemoval.shutdown(info.getId()));
      } else if (!framework.recovered()) {
        desk.peers().toLink(link, FrameworkChange.update(framework.info()));
      }
    }
    AgentID agent = message.getAgent().getId();
    message.getTasksList().stream()
        .filter(task -> !TaskStates.isTerminal(task.getState()))
        .filter(task -> desk.ledger().isToBeKilled(task) || isForgotten(task, agent))
        .forEach(task -> desk.peers().toLink(link, kill(task)));
  }

  /**
   * Whether the framework has been told that the task is lost: it did not checkpoint, and the agent
   * was disconnected. It may have started another under the same id elsewhere since.
   */
  private boolean isForgotten(Task task, AgentID agent) {
    Framework framework = desk.ledger().framework(task.getFrameworkId());
    if (framework == null) {
      return false;
    }
    Task held = framework.tasks().get(task.getTaskId());
    return held == null || !held.getAgentId().equals(agent);
  }

  private static MasterMessage.Builder kill(Task task) {
    return MasterMessage.newBuilder()
        .setKillTask(
            KillTask.newBuilder()
                .setFrameworkId(task.getFrameworkId())
                .setTaskId(task.getTaskId()));
  }

  private void learn(FrameworkInfo info) {
    boolean completed = desk.ledger().isCompleted(info.getId());
    if (!completed && desk.ledger().framework(info.getId()) == null) {
      frameworks.recover(info);
    }
  }
}
