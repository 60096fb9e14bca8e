package org.meseta.master.calls;

import java.util.List;
import org.meseta.master.offers.Remaining;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Framework;
import org.meseta.master.tasks.GroupCheck;
import org.meseta.master.tasks.MasterStatus;
import org.meseta.master.tasks.TaskCheck;
import org.meseta.master.tasks.TaskForm;
import org.meseta.master.tasks.TaskRecords;
import org.meseta.plugin.authorizer.Action;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.link.RunTaskGroup;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.resources.ResourceException;
import org.meseta.resources.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Launches a group of tasks under one executor: all of them, or none. */
final class LaunchGroup {
  private static final Logger LOG = LoggerFactory.getLogger(LaunchGroup.class);

  private final Desk desk;
  private final TaskDesk tasks;

  LaunchGroup(Desk desk, TaskDesk tasks) {
    this.desk = desk;
    this.tasks = tasks;
  }

  /**
   * Launches the group or tells the framework of each of its tasks why not.
   *
   * @return what is left of the offers
   */
  Remaining handle(
      Principal principal,
      Framework framework,
      Agent agent,
      String role,
      Offer.Operation.LaunchGroup wanted,
      Remaining left) {
    List<TaskInfo> group = wanted.getTaskGroup().getTasksList();
    for (TaskInfo task : group) {
      String user = user(task, wanted.getExecutor(), framework);
      if (!desk.authority().allows(principal, Action.RUN_TASK, user)) {
        TaskStatus.Reason reason = TaskStatus.Reason.REASON_TASK_GROUP_UNAUTHORIZED;
        refuse(framework, group, reason, "Not authorized to launch as user '" + user + "'");
        return left;
      }
    }
    ExecutorInfo executor = TaskForm.executor(wanted.getExecutor(), framework.id(), role);
    List<TaskInfo> complete =
        group.stream().map(task -> TaskForm.complete(task, framework.id(), role)).toList();
    try {
      TaskCheck.Demand demand =
          new GroupCheck(framework, agent).check(executor, complete, left.available());
      launch(framework, agent, executor, complete, demand);
      hold(framework, agent, left.lacking(demand.total()));
      return left.without(demand.total());
    } catch (ResourceException e) {
      TaskStatus.Reason reason = TaskStatus.Reason.REASON_TASK_GROUP_INVALID;
      refuse(framework, group, reason, String.valueOf(e.getMessage()));
      return left;
    }
  }

  private static String user(TaskInfo task, ExecutorInfo executor, Framework framework) {
    return TaskForm.user(
        task.hasExecutor() ? task : task.toBuilder().setExecutor(executor).build(),
        framework.info());
  }

  private void refuse(
      Framework framework, List<TaskInfo> group, TaskStatus.Reason reason, String message) {
    LOG.info("A task group of framework {} is refused: {}", framework.id().getValue(), message);
    for (TaskInfo task : group) {
      TaskStatus status = MasterStatus.of(task, TaskState.TASK_ERROR, reason, message, desk.now());
      desk.counters().ended(TaskState.TASK_ERROR, status);
      tasks.tell(framework.id(), status);
    }
  }

  private void hold(Framework framework, Agent agent, Resources copies) {
    if (!copies.isEmpty()) {
      desk.allocator().updateAllocation(framework.id(), agent.id(), Resources.empty(), copies);
    }
  }

  private void launch(
      Framework framework,
      Agent agent,
      ExecutorInfo executor,
      List<TaskInfo> group,
      TaskCheck.Demand demand) {
    LOG.info(
        "Launching a group of {} tasks of framework {} with {} on agent {}",
        group.size(),
        framework.id().getValue(),
        demand.task(),
        agent.id().getValue());
    if (demand.newExecutor().isPresent()) {
      desk.ledger().add(framework.id(), agent.id(), executor);
    }
    for (TaskInfo task : group) {
      TaskInfo of = task.toBuilder().setExecutor(executor).build();
      desk.ledger().add(TaskRecords.launched(of, framework.id(), agent.id()));
    }
    desk.peers()
        .toAgent(
            agent.id(),
            MasterMessage.newBuilder()
                .setRunTaskGroup(
                    RunTaskGroup.newBuilder()
                        .setFramework(framework.info())
                        .setExecutor(executor)
                        .addAllTasks(group)));
  }
}
