package org.meseta.master.tasks;

import static org.meseta.master.tasks.TaskCheck.require;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.master.state.Agent;
import org.meseta.master.state.Framework;
import org.meseta.master.state.Ids;
import org.meseta.protocol.v1.ContainerInfo;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.resources.Resources;

/** Says what is wrong with who is to run a task: an executor, or the agent itself. */
final class ExecutorCheck {
  private static final double MIN_CPUS = 0.01;
  private static final int MIN_MEM = 32;

  private final Framework framework;
  private final Agent agent;

  ExecutorCheck(Framework framework, Agent agent) {
    this.framework = framework;
    this.agent = agent;
  }

  TaskCheck.Demand demand(TaskInfo task, Resources own) {
    require(
        task.hasExecutor() != task.hasCommand(),
        "Task should have at least one (but not both) of CommandInfo or ExecutorInfo present");
    if (!task.hasExecutor()) {
      return new TaskCheck.Demand(own, Optional.empty());
    }
    ExecutorInfo executor = task.getExecutor();
    requireForm(executor);
    require(
        !executor.hasType() || executor.getType() == ExecutorInfo.Type.CUSTOM,
        "'ExecutorInfo.type' must be 'CUSTOM'");
    require(executor.hasCommand(), "'ExecutorInfo.command' must be set for 'CUSTOM' executor");
    Resources resources = resources(executor);
    requireDisjoint(own, resources);
    boolean running = requireSame(executor);
    return new TaskCheck.Demand(own, running ? Optional.empty() : Optional.of(resources));
  }

  /**
   * Checks the executor of a group.
   *
   * @param own what all of its tasks need
   */
  TaskCheck.Demand demand(ExecutorInfo executor, Resources own) {
    requireForm(executor);
    require(executor.getType() != ExecutorInfo.Type.UNKNOWN, "'ExecutorInfo.type' must be set");
    boolean custom = executor.getType() == ExecutorInfo.Type.CUSTOM;
    require(
        custom == executor.hasCommand(),
        "'ExecutorInfo.command' must be set for a 'CUSTOM' executor, and only for that");
    require(
        executor.getContainer().getType() != ContainerInfo.Type.DOCKER || !executor.hasContainer(),
        "Docker ContainerInfo is not supported on the executor of a group");
    Resources resources = resources(executor);
    requireEnough(resources);
    requireDisjoint(own, resources);
    boolean running = requireSame(executor);
    return new TaskCheck.Demand(own, running ? Optional.empty() : Optional.of(resources));
  }

  private static void requireEnough(Resources resources) {
    require(
        resources.scalar("cpus").orElse(0.0) >= MIN_CPUS,
        "The executor of a group must have at least " + MIN_CPUS + " cpus");
    require(
        resources.scalar("mem").orElse(0.0) >= MIN_MEM,
        "The executor of a group must have at least " + MIN_MEM + " MB of memory");
    require(
        resources.scalar("disk").isPresent(), "The executor of a group must have disk resources");
  }

  private void requireForm(ExecutorInfo executor) {
    Ids.invalid(executor.getExecutorId().getValue())
        .ifPresent(reason -> require(false, "Executor " + reason));
    require(
        executor.getFrameworkId().equals(framework.id()),
        "ExecutorInfo has an invalid framework ID '"
            + executor.getFrameworkId().getValue()
            + "', expected '"
            + framework.id().getValue()
            + "'");
    require(
        executor.getShutdownGracePeriod().getNanoseconds() >= 0,
        "ExecutorInfo's 'shutdown_grace_period' must be non-negative");
    TaskCheck.environment(executor.getCommand());
    if (executor.hasContainer()) {
      ContainerCheck.check(executor.getContainer());
    }
  }

  private static Resources resources(ExecutorInfo executor) {
    if (executor.getResourcesCount() == 0) {
      return Resources.empty();
    }
    Resources resources = ResourceCheck.check("Executor", executor.getResourcesList());
    require(resources.shared().isEmpty(), "Executor uses shared resources");
    return resources;
  }

  private static void requireDisjoint(Resources task, Resources executor) {
    require(
        ResourceCheck.disjoint(task.plus(executor), task.quantities().plus(executor.quantities())),
        "Task and its executor use the same ranges or sets");
    require(
        executor.isEmpty() || executor.allocationRoles().equals(task.allocationRoles()),
        "Task and its executor use resources of different allocation roles");
  }

  /** Whether such an executor runs already; it must then be the very same. */
  private boolean requireSame(ExecutorInfo executor) {
    @Nullable ExecutorInfo running =
        framework.executors().getOrDefault(agent.id(), Map.of()).get(executor.getExecutorId());
    require(
        running == null || running.equals(executor),
        "ExecutorInfo is not compatible with the running executor '"
            + executor.getExecutorId().getValue()
            + "'");
    return running != null;
  }
}
