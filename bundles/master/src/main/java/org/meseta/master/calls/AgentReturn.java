package org.meseta.master.calls;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.meseta.master.agents.Inventory;
import org.meseta.master.api.AgentLink;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Table;
import org.meseta.master.tasks.MasterStatus;
import org.meseta.master.tasks.Reconciliation;
import org.meseta.master.tasks.TaskFacts;
import org.meseta.protocol.link.ReregisterAgent;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.resources.Resources;

/**
 * An agent comes that this master does not hold as registered: it was unreachable, or was admitted
 * by another master. What it has is counted, and frameworks are told what of theirs is back.
 */
final class AgentReturn {
  private final Desk desk;
  private final TaskDesk tasks;
  private final TaskHistory history;

  AgentReturn(Desk desk, TaskDesk tasks) {
    this.desk = desk;
    this.tasks = tasks;
    this.history = new TaskHistory(desk);
  }

  void add(AgentLink link, ReregisterAgent message) {
    AgentInfo info = message.getAgent();
    AgentID id = info.getId();
    String why =
        desk.ledger().unreachableSince(id) == null
            ? "Unknown agent reregistered"
            : "Unreachable agent re-reregistered";
    boolean awaited = desk.ledger().recovered().containsKey(id);
    desk.ledger().markReachable(id);
    history.forgetReturned(id, message.getTasksList());
    desk.ledger().put(agent(link, message));
    message.getExecutorsList().forEach(executor -> add(id, executor));
    message
        .getOperationsList()
        .forEach(operation -> desk.ledger().put(operation.toBuilder().setAgentId(id).build()));
    // Frameworks ask after a change of master; nobody has told them that these were lost.
    message
        .getTasksList()
        .forEach(task -> add(id, task, awaited ? Optional.empty() : Optional.of(why)));
    history.addCompleted(message.getCompletedFrameworksList());
    Agent added = desk.ledger().agent(id);
    Map<FrameworkID, Resources> used = added == null ? Map.of() : new HashMap<>(added.used());
    desk.allocator()
        .addAgent(
            id,
            info,
            message.getCapabilitiesList(),
            Inventory.total(info, message.getTotalList()),
            used);
    if (desk.ledger().isDeactivated(id)) {
      desk.allocator().deactivateAgent(id);
    }
  }

  private Agent agent(AgentLink link, ReregisterAgent message) {
    AgentInfo info = message.getAgent();
    return new Agent(
        info.getId(),
        info,
        link.ip(),
        message.getVersion(),
        message.getCapabilitiesList(),
        true,
        desk.ledger().isDeactivated(info.getId()),
        desk.now(),
        Optional.of(desk.now()),
        Inventory.total(info, message.getTotalList()),
        Table.empty(),
        Resources.empty(),
        Table.empty());
  }

  private void add(AgentID agent, ReregisterAgent.Executor executor) {
    FrameworkID framework = executor.getFrameworkId();
    boolean known = desk.ledger().framework(framework) != null;
    if (known
        && desk.ledger().executor(framework, agent, executor.getExecutor().getExecutorId())
            == null) {
      desk.ledger().add(framework, agent, executor.getExecutor());
    }
  }

  private void add(AgentID agent, Task task, Optional<String> told) {
    Framework framework = desk.ledger().framework(task.getFrameworkId());
    if (framework == null || framework.tasks().containsKey(task.getTaskId())) {
      return;
    }
    // Nothing that this master has not told itself can be acknowledged.
    Task placed = task.toBuilder().setAgentId(agent).clearStatusUpdateUuid().build();
    desk.ledger().add(placed);
    told.ifPresent(why -> tasks.tell(framework.id(), back(placed, why)));
  }

  /** Updates that were not acknowledged follow: an end must not be told before them. */
  private TaskStatus back(Task task, String why) {
    TaskStatus.Builder status =
        MasterStatus.of(
            task,
            Reconciliation.told(task),
            TaskStatus.Reason.REASON_AGENT_REREGISTERED,
            why,
            desk.now());
    TaskFacts.copy(task, status);
    return status.build();
  }
}
