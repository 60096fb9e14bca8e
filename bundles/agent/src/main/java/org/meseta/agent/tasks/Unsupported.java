package org.meseta.agent.tasks;

import java.util.Optional;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.ContainerInfo;
import org.meseta.protocol.v1.Environment;
import org.meseta.protocol.v1.TaskInfo;

/** Finds what a task asks for and this agent does not do: nothing is ignored in silence. */
public final class Unsupported {
  private Unsupported() {}

  /** What it is, for people; empty if the task may run. */
  public static Optional<String> in(TaskInfo task) {
    return first(
        inIds(task),
        what(task.hasExecutor(), "an executor of its own"),
        what(!task.hasExecutor() && !task.hasCommand(), "to run without a command"),
        what(task.hasHealthCheck(), "a health check"),
        what(task.hasCheck(), "a check"),
        what(task.hasMaxCompletionTime(), "a longest time to run (max_completion_time)"),
        what(task.getLimitsCount() > 0, "resource limits"),
        inCommand(task.getCommand()),
        task.hasContainer() ? inContainer(task.getContainer()) : Optional.empty());
  }

  private static Optional<String> inIds(TaskInfo task) {
    return what(!Names.fitForPath(task.getTaskId().getValue()), "an id that no folder can have");
  }

  private static Optional<String> inCommand(CommandInfo command) {
    return first(
        what(command.getUrisCount() > 0, "files to be fetched (uris)"),
        what(!command.hasValue(), "a command without a value"),
        inEnvironment(command.getEnvironment()));
  }

  private static Optional<String> inEnvironment(Environment environment) {
    for (Environment.Variable variable : environment.getVariablesList()) {
      if (variable.getType() == Environment.Variable.Type.SECRET || variable.hasSecret()) {
        return Optional.of("a secret in its environment: " + variable.getName());
      }
      if (!fit(variable)) {
        return Optional.of("a variable that no environment can have: " + variable.getName());
      }
    }
    return Optional.empty();
  }

  private static boolean fit(Environment.Variable variable) {
    String name = variable.getName();
    return !name.isEmpty()
        && name.indexOf('=') < 0
        && name.indexOf('\0') < 0
        && variable.getValue().indexOf('\0') < 0;
  }

  /** A container of type MESOS that asks for nothing is no container. */
  private static Optional<String> inContainer(ContainerInfo container) {
    return first(
        what(container.getType() == ContainerInfo.Type.DOCKER, "a Docker container"),
        what(container.hasDocker(), "a Docker container"),
        what(container.getMesos().hasImage(), "a container image"),
        what(container.getVolumesCount() > 0, "volumes"),
        what(container.getNetworkInfosCount() > 0, "a container network"),
        what(container.hasHostname(), "a host name of its own"),
        what(container.hasLinuxInfo(), "linux_info"),
        what(container.hasRlimitInfo(), "rlimit_info"),
        what(container.hasTtyInfo(), "a terminal"));
  }

  private static Optional<String> what(boolean asked, String name) {
    return asked ? Optional.of(name) : Optional.empty();
  }

  @SafeVarargs
  private static Optional<String> first(Optional<String>... candidates) {
    for (Optional<String> candidate : candidates) {
      if (candidate.isPresent()) {
        return candidate;
      }
    }
    return Optional.empty();
  }
}
