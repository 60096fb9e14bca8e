package org.meseta.master.tasks;

import java.util.Optional;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Ids;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.protocol.v1.CheckInfo;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.Environment;
import org.meseta.protocol.v1.HealthCheck;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.resources.ResourceException;
import org.meseta.resources.Resources;

/**
 * Says why a task cannot be launched with the resources at hand. The first thing that is wrong is
 * told.
 */
public final class TaskCheck {
  private final Framework framework;
  private final Agent agent;

  public TaskCheck(Framework framework, Agent agent) {
    this.framework = framework;
    this.agent = agent;
  }

  /**
   * Checks a task whose resources carry their allocation role.
   *
   * @param available what is left of the offers
   * @return what it needs
   * @throws ResourceException if it cannot be launched; the message says why
   */
  public Demand check(TaskInfo task, Resources available) {
    Resources own = requireForm(task);
    if (task.hasContainer()) {
      ContainerCheck.check(task.getContainer());
    }
    Demand demand = new ExecutorCheck(framework, agent).demand(task, own);
    requireFit(demand, available);
    return demand;
  }

  /**
   * Checks all but its container and its executor.
   *
   * @return what it needs
   */
  Resources requireForm(TaskInfo task) {
    requireIdentity(task);
    requireTimes(task);
    checkType(task.getCheck(), task.hasCheck());
    healthCheckType(task.getHealthCheck(), task.hasHealthCheck());
    Resources own = ResourceCheck.check("Task", task.getResourcesList());
    environment(task.getCommand());
    limits(task, own);
    return own;
  }

  private void requireIdentity(TaskInfo task) {
    Ids.invalid(task.getTaskId().getValue()).ifPresent(TaskCheck::refuse);
    String id = task.getTaskId().getValue();
    require(!framework.tasks().containsKey(task.getTaskId()), "Task has duplicate ID: " + id);
    require(
        !framework.unreachableTasks().containsKey(task.getTaskId()),
        "Task reuses the ID of an unreachable task: " + id);
    require(
        task.getAgentId().equals(agent.id()),
        "Task uses invalid agent "
            + task.getAgentId().getValue()
            + " while agent "
            + agent.id().getValue()
            + " is expected");
  }

  private static void requireTimes(TaskInfo task) {
    require(
        task.getKillPolicy().getGracePeriod().getNanoseconds() >= 0,
        "Task's 'kill_policy.grace_period' must be non-negative");
    require(
        task.getMaxCompletionTime().getNanoseconds() >= 0,
        "Task's 'max_completion_time' must be non-negative");
  }

  private static void checkType(CheckInfo check, boolean present) {
    if (!present) {
      return;
    }
    boolean matches =
        switch (check.getType()) {
          case COMMAND -> check.hasCommand();
          case HTTP -> check.hasHttp();
          case TCP -> check.hasTcp();
          case UNKNOWN -> false;
        };
    require(matches, "Task uses invalid check: its type does not fit what is set");
    require(
        check.getDelaySeconds() >= 0
            && check.getIntervalSeconds() >= 0
            && check.getTimeoutSeconds() >= 0,
        "Task uses invalid check: times must be non-negative");
  }

  private static void healthCheckType(HealthCheck check, boolean present) {
    if (!present) {
      return;
    }
    boolean matches =
        switch (check.getType()) {
          case COMMAND -> check.hasCommand();
          case HTTP -> check.hasHttp();
          case TCP -> check.hasTcp();
          case UNKNOWN -> check.hasCommand() != check.hasHttp();
        };
    require(matches, "Task uses invalid health check: its type does not fit what is set");
    require(
        check.getDelaySeconds() >= 0
            && check.getIntervalSeconds() >= 0
            && check.getTimeoutSeconds() >= 0
            && check.getGracePeriodSeconds() >= 0,
        "Task uses invalid health check: times must be non-negative");
  }

  static void environment(CommandInfo command) {
    for (Environment.Variable variable : command.getEnvironment().getVariablesList()) {
      boolean secret = variable.getType() == Environment.Variable.Type.SECRET;
      require(
          secret ? variable.hasSecret() && !variable.hasValue() : variable.hasValue(),
          "Environment variable '" + variable.getName() + "' must have a value of its type");
      require(
          !variable.getName().isEmpty() && variable.getName().indexOf('=') < 0,
          "Environment variable '" + variable.getName() + "' has an invalid name");
      require(
          variable.getName().indexOf('\0') < 0 && variable.getValue().indexOf('\0') < 0,
          "Environment variable '" + variable.getName() + "' must not contain a null character");
    }
  }

  private void limits(TaskInfo task, Resources own) {
    if (task.getLimitsCount() == 0) {
      return;
    }
    require(
        agent.capabilities().stream()
            .anyMatch(c -> c.getType() == AgentInfo.Capability.Type.TASK_RESOURCE_LIMITS),
        "Task has resource limits, which agent " + agent.id().getValue() + " does not support");
    task.getLimitsMap().forEach((name, limit) -> limit(name, limit, own));
  }

  private static void limit(String name, Value.Scalar limit, Resources own) {
    require(
        name.equals("cpus") || name.equals("mem"),
        "Task has a limit for '" + name + "', allowed are 'cpus' and 'mem'");
    require(
        limit.getValue() >= own.scalar(name).orElse(0.0),
        "Task's limit for '" + name + "' is below what it requests");
  }

  static void requireFit(Demand demand, Resources available) {
    require(
        available.contains(demand.total()),
        "Total resources "
            + demand.total()
            + " required by task and its executor is more than available "
            + available);
  }

  static void require(boolean condition, String message) {
    if (!condition) {
      refuse(message);
    }
  }

  private static void refuse(String message) {
    throw new ResourceException(message);
  }

  /**
   * What a launch takes.
   *
   * @param task for the task
   * @param newExecutor for its executor, if that does not run yet
   */
  public record Demand(Resources task, Optional<Resources> newExecutor) {

    /** Both. */
    public Resources total() {
      return newExecutor.map(task::plus).orElse(task);
    }
  }
}
