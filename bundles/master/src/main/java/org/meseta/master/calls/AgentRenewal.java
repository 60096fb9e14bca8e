package org.meseta.master.calls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meseta.master.agents.Inventory;
import org.meseta.master.api.AgentLink;
import org.meseta.master.ledger.TaskRef;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Framework;
import org.meseta.protocol.link.ReregisterAgent;
import org.meseta.protocol.link.TaskReference;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Operation;
import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.Task;
import org.meseta.resources.Conversions;
import org.meseta.resources.ResourceException;
import org.meseta.resources.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A registered agent registers again; it may have changed, and forgotten things. */
final class AgentRenewal {
  private static final Logger LOG = LoggerFactory.getLogger(AgentRenewal.class);

  private final Desk desk;
  private final TaskDesk tasks;

  AgentRenewal(Desk desk, TaskDesk tasks) {
    this.desk = desk;
    this.tasks = tasks;
  }

  /**
   * @return tasks that it should have and does not
   */
  List<TaskReference> renew(AgentLink link, ReregisterAgent message, Agent known) {
    AgentID id = known.id();
    AgentInfo info = message.getAgent();
    Resources total = total(message, known);
    desk.ledger()
        .agent(
            id,
            agent -> {
              agent.info = info;
              agent.ip = link.ip();
              agent.version = message.getVersion();
              agent.capabilities = message.getCapabilitiesList();
              agent.reregisteredTime = Optional.of(desk.now());
              agent.total = total;
            });
    removeExecutors(message, id);
    boolean same = info.equals(known.info()) && total.equals(known.total());
    if (!same || !message.getCapabilitiesList().equals(known.capabilities())) {
      desk.allocator().updateAgent(id, info, message.getCapabilitiesList(), total);
    }
    return missing(message, id);
  }

  /** What the agent has, and what becomes of it with the operations that it has missed. */
  private Resources total(ReregisterAgent message, Agent known) {
    AgentID id = known.id();
    message.getOperationsList().forEach(operation -> learn(id, operation));
    Resources total = Inventory.total(message.getAgent(), message.getTotalList());
    for (Operation missed : desk.ledger().pendingOperations(id)) {
      try {
        total = Conversions.of(missed.getInfo()).unallocated().apply(total);
      } catch (ResourceException e) {
        LOG.error(
            "Agent {} has not what {} is to be done with",
            id.getValue(),
            missed.getInfo().getType(),
            e);
        desk.ledger().remove(missed);
        OperationDesk.lost(
            desk,
            missed,
            OperationState.OPERATION_DROPPED,
            "The agent missed it, and has no more what it is to be done with: " + e.getMessage());
      }
    }
    return total;
  }

  private void learn(AgentID agent, Operation operation) {
    Agent registered = desk.ledger().agent(agent);
    Operation known =
        registered == null ? null : registered.operations().get(operation.getUuid().getValue());
    OperationState state = operation.getLatestStatus().getState();
    if (known != null
        && known.getLatestStatus().getState() == OperationState.OPERATION_PENDING
        && state != OperationState.OPERATION_PENDING) {
      desk.counters().ended(operation.getInfo().getType(), state);
    }
    desk.ledger().put(operation.toBuilder().setAgentId(agent).build());
  }

  private void removeExecutors(ReregisterAgent message, AgentID agent) {
    Map<FrameworkID, Set<ExecutorID>> alive = new HashMap<>();
    message
        .getExecutorsList()
        .forEach(
            executor ->
                alive
                    .computeIfAbsent(executor.getFrameworkId(), f -> new HashSet<>())
                    .add(executor.getExecutor().getExecutorId()));
    for (Framework framework : desk.ledger().frameworks().values()) {
      Set<ExecutorID> there = alive.getOrDefault(framework.id(), Set.of());
      List<ExecutorInfo> known =
          List.copyOf(framework.executors().getOrDefault(agent, Map.of()).values());
      known.stream()
          .filter(executor -> !there.contains(executor.getExecutorId()))
          .forEach(executor -> tasks.removeExecutor(framework.id(), agent, executor));
    }
  }

  private List<TaskReference> missing(ReregisterAgent message, AgentID agent) {
    Set<TaskRef> named = new HashSet<>();
    message.getTasksList().forEach(task -> named.add(TaskRef.of(task)));
    List<TaskReference> missing = new ArrayList<>();
    for (Task task : desk.ledger().tasks(agent)) {
      if (!named.contains(TaskRef.of(task))) {
        missing.add(
            TaskReference.newBuilder()
                .setFrameworkId(task.getFrameworkId())
                .setTaskId(task.getTaskId())
                .build());
      }
    }
    return missing;
  }
}
