package org.meseta.master.tasks;

import static org.meseta.master.tasks.TaskCheck.require;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Framework;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.resources.ResourceException;
import org.meseta.resources.Resources;

/** Says why a group of tasks cannot be launched: all of it can be, or none. */
public final class GroupCheck {
  private final Framework framework;
  private final Agent agent;

  public GroupCheck(Framework framework, Agent agent) {
    this.framework = framework;
    this.agent = agent;
  }

  /**
   * Checks tasks and executor whose resources carry their allocation role.
   *
   * @param available what is left of the offers
   * @return what all of them need
   * @throws ResourceException if they cannot be launched; the message says why
   */
  public TaskCheck.Demand check(ExecutorInfo executor, List<TaskInfo> tasks, Resources available) {
    require(!tasks.isEmpty(), "Task group has no tasks");
    Resources own = Resources.empty();
    Set<TaskID> ids = new HashSet<>();
    for (TaskInfo task : tasks) {
      try {
        require(ids.add(task.getTaskId()), "Task has an id that another one of its group has");
        own = own.plus(member(task));
      } catch (ResourceException e) {
        String id = task.getTaskId().getValue();
        throw new ResourceException("Task '" + id + "' is invalid: " + e.getMessage(), e);
      }
    }
    require(
        tasks.stream()
                .map(t -> t.getContainer().getLinuxInfo().getShareCgroups())
                .distinct()
                .count()
            == 1,
        "All tasks of a group must have the same 'share_cgroups'");
    TaskCheck.Demand demand = new ExecutorCheck(framework, agent).demand(executor, own);
    TaskCheck.requireFit(demand, available);
    return demand;
  }

  private Resources member(TaskInfo task) {
    require(!task.hasExecutor(), "'TaskInfo.executor' must not be set");
    require(task.hasCommand(), "'TaskInfo.command' must be set");
    require(
        task.getLimitsCount() == 0 || !task.getContainer().getLinuxInfo().getShareCgroups(),
        "Resource limits are only for tasks with 'share_cgroups' set to false");
    require(
        task.getContainer().getNetworkInfosCount() == 0,
        "NetworkInfos must not be set on the task of a group");
    if (task.hasContainer()) {
      ContainerCheck.checkInGroup(task.getContainer());
    }
    return new TaskCheck(framework, agent).requireForm(task);
  }
}
