package org.meseta.master.calls;

import org.meseta.master.offers.Remaining;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Framework;
import org.meseta.master.tasks.MasterStatus;
import org.meseta.master.tasks.TaskCheck;
import org.meseta.master.tasks.TaskForm;
import org.meseta.master.tasks.TaskRecords;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.RunTask;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.resources.ResourceException;
import org.meseta.resources.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Launches one task with resources of accepted offers. */
final class Launch {
  private static final Logger LOG = LoggerFactory.getLogger(Launch.class);

  private final Desk desk;
  private final TaskDesk tasks;

  Launch(Desk desk, TaskDesk tasks) {
    this.desk = desk;
    this.tasks = tasks;
  }

  /**
   * Launches the task or tells the framework why not.
   *
   * @param left what is left of the offers
   * @return what is left after the launch
   */
  Remaining handle(
      Principal principal,
      FrameworkID id,
      AgentID agentId,
      String role,
      TaskInfo wanted,
      Remaining left) {
    Framework framework = desk.ledger().framework(id);
    Agent agent = desk.ledger().agent(agentId);
    if (framework == null || agent == null) {
      return left;
    }
    String user = TaskForm.user(wanted, framework.info());
    if (!desk.authority().allows(principal, Action.RUN_TASK, user)) {
      refuse(
          id,
          wanted,
          TaskStatus.Reason.REASON_TASK_UNAUTHORIZED,
          "Not authorized to launch as user '" + user + "'");
      return left;
    }
    TaskInfo task = TaskForm.complete(wanted, id, role);
    try {
      TaskCheck.Demand demand = new TaskCheck(framework, agent).check(task, left.available());
      launch(framework, agent, task, demand);
      hold(id, agentId, left.lacking(demand.total()));
      return left.without(demand.total());
    } catch (ResourceException e) {
      refuse(id, wanted, TaskStatus.Reason.REASON_TASK_INVALID, message(e));
      return left;
    }
  }

  /** Several tasks may use one copy of a shared volume: then the framework holds more of them. */
  private void hold(FrameworkID framework, AgentID agent, Resources copies) {
    if (!copies.isEmpty()) {
      desk.allocator().updateAllocation(framework, agent, Resources.empty(), copies);
    }
  }

  private static String message(ResourceException e) {
    return String.valueOf(e.getMessage());
  }

  private void refuse(
      FrameworkID framework, TaskInfo task, TaskStatus.Reason reason, String message) {
    LOG.info(
        "Task {} of framework {} is refused: {}",
        task.getTaskId().getValue(),
        framework.getValue(),
        message);
    TaskStatus status = MasterStatus.of(task, TaskState.TASK_ERROR, reason, message, desk.now());
    desk.counters().ended(TaskState.TASK_ERROR, status);
    tasks.tell(framework, status);
  }

  private void launch(Framework framework, Agent agent, TaskInfo task, TaskCheck.Demand demand) {
    LOG.info(
        "Launching task {} of framework {} with {} on agent {} ({})",
        task.getTaskId().getValue(),
        framework.id().getValue(),
        demand.task(),
        agent.id().getValue(),
        agent.info().getHostname());
    if (demand.newExecutor().isPresent()) {
      desk.ledger().add(framework.id(), agent.id(), task.getExecutor());
    }
    desk.ledger().add(TaskRecords.launched(task, framework.id(), agent.id()));
    desk.peers()
        .toAgent(
            agent.id(),
            MasterMessage.newBuilder()
                .setRunTask(RunTask.newBuilder().setFramework(framework.info()).setTask(task)));
  }
}
