package org.meseta.agent.tasks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.state.Table;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.Value;
import org.meseta.resources.Resources;

/** What the world sees of a command task and of the executor that the agent plays for it. */
public final class CommandTasks {
  private static final double EXECUTOR_CPUS = 0.1;
  private static final double EXECUTOR_MEM = 32;
  private static final int LONGEST_COMMAND = 15;

  private CommandTasks() {}

  /** The executor's id is the task's. */
  public static ExecutorID executorId(TaskInfo task) {
    return ExecutorID.newBuilder().setValue(task.getTaskId().getValue()).build();
  }

  /** The executor, with the task. */
  public static LocalExecutor executor(
      FrameworkID framework, TaskInfo task, ContainerID container, Path sandbox, Task begun) {
    return new LocalExecutor(
            info(framework, task),
            true,
            LocalExecutor.Phase.REGISTERING,
            container,
            sandbox,
            Resources.empty(),
            Table.empty(),
            Table.empty(),
            List.of())
        .with(begun);
  }

  /** The executor that the agent plays. Its own resources come on top of the task's. */
  @SuppressWarnings("deprecation") // source: people read it still
  public static ExecutorInfo info(FrameworkID framework, TaskInfo task) {
    ExecutorInfo.Builder info =
        ExecutorInfo.newBuilder()
            .setExecutorId(executorId(task))
            .setFrameworkId(framework)
            .setName(name(task))
            .setSource(task.getTaskId().getValue())
            .setCommand(task.getCommand())
            .addAllResources(overhead(task));
    if (task.hasLabels()) {
      info.setLabels(task.getLabels());
    }
    return info.build();
  }

  /** The task before anything has happened to it. */
  public static Task staging(FrameworkID framework, TaskInfo task) {
    Task.Builder begun =
        Task.newBuilder()
            .setName(task.getName())
            .setTaskId(task.getTaskId())
            .setFrameworkId(framework)
            .setAgentId(task.getAgentId())
            .setState(TaskState.TASK_STAGING)
            .addAllResources(task.getResourcesList());
    String user = task.getCommand().getUser();
    if (!user.isEmpty()) {
      begun.setUser(user); // as Mesos: that of the framework does not count
    }
    copyOptional(task, begun);
    return begun.build();
  }

  private static void copyOptional(TaskInfo task, Task.Builder begun) {
    if (task.hasLabels()) {
      begun.setLabels(task.getLabels());
    }
    if (task.hasDiscovery()) {
      begun.setDiscovery(task.getDiscovery());
    }
    if (task.hasContainer()) {
      begun.setContainer(task.getContainer());
    }
    if (task.hasHealthCheck()) {
      begun.setHealthCheck(task.getHealthCheck());
    }
    if (task.hasKillPolicy()) {
      begun.setKillPolicy(task.getKillPolicy());
    }
    begun.putAllLimits(task.getLimitsMap());
  }

  private static String name(TaskInfo task) {
    CommandInfo command = task.getCommand();
    String text =
        command.getShell()
            ? "sh -c '" + shortened(command.getValue()) + "'"
            : shortened(command.getValue() + " " + String.join(" ", command.getArgumentsList()));
    return "Command Executor (Task: %s) (Command: %s)".formatted(task.getTaskId().getValue(), text);
  }

  private static String shortened(String command) {
    String text = command.strip();
    return text.length() <= LONGEST_COMMAND
        ? text
        : text.substring(0, LONGEST_COMMAND - "...".length()) + "...";
  }

  private static List<Resource> overhead(TaskInfo task) {
    List<Resource> overhead = new ArrayList<>();
    overhead.add(scalar("cpus", EXECUTOR_CPUS, task));
    overhead.add(scalar("mem", EXECUTOR_MEM, task));
    return overhead;
  }

  private static Resource scalar(String name, double value, TaskInfo task) {
    Resource.Builder resource =
        Resource.newBuilder()
            .setName(name)
            .setType(Value.Type.SCALAR)
            .setScalar(Value.Scalar.newBuilder().setValue(value));
    task.getResourcesList().stream()
        .filter(Resource::hasAllocationInfo)
        .findFirst()
        .ifPresent(r -> resource.setAllocationInfo(r.getAllocationInfo()));
    return resource.build();
  }
}
