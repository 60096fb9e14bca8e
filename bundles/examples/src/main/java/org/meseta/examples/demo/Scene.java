package org.meseta.examples.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.resources.Resources;

/**
 * A task of the demo and how it must end.
 *
 * @param killed whether the scheduler kills it, as soon as it has written a line
 * @param grace between SIGTERM and SIGKILL then; empty for the agent's default
 * @param state in which it must end
 * @param exit what the last message must say: {@code status 3}, {@code signal Killed}; may be empty
 * @param file of the sandbox that is read back
 * @param line that the file must have; empty if it does not matter
 */
record Scene(
    String id,
    CommandInfo command,
    Resources resources,
    boolean killed,
    Optional<Duration> grace,
    TaskState state,
    String exit,
    String file,
    String line) {

  private static final Resources SMALL = Resources.parse("cpus:0.1;mem:32", "*");

  /** A line for the shell that ends well and writes a line. */
  static Scene shell(String id, String command, String line) {
    return new Scene(
        id,
        CommandInfo.newBuilder().setValue(command).build(),
        SMALL,
        false,
        Optional.empty(),
        TaskState.TASK_FINISHED,
        "status 0",
        "stdout",
        line);
  }

  /** A program with its arguments, without a shell. */
  static Scene program(String id, List<String> argv, Map<String, String> environment, String line) {
    CommandInfo.Builder command =
        CommandInfo.newBuilder().setShell(false).setValue(argv.get(0)).addAllArguments(argv);
    environment.forEach(
        (name, value) ->
            command.getEnvironmentBuilder().addVariablesBuilder().setName(name).setValue(value));
    Scene scene = shell(id, "", line);
    return new Scene(
        id,
        command.build(),
        scene.resources,
        false,
        scene.grace,
        scene.state,
        scene.exit,
        scene.file,
        line);
  }

  Scene ends(TaskState how, String message) {
    return new Scene(id, command, resources, killed, grace, how, message, file, line);
  }

  Scene isKilled(String message) {
    return new Scene(
        id, command, resources, true, grace, TaskState.TASK_KILLED, message, file, line);
  }

  Scene withGrace(Duration period) {
    return new Scene(id, command, resources, killed, Optional.of(period), state, exit, file, line);
  }

  Scene writes(String path) {
    return new Scene(id, command, resources, killed, grace, state, exit, path, line);
  }

  Scene needs(String text) {
    return new Scene(
        id, command, Resources.parse(text, "*"), killed, grace, state, exit, file, line);
  }

  TaskInfo task(Offer offer) {
    TaskInfo.Builder task = TaskInfo.newBuilder().setName(id).setAgentId(offer.getAgentId());
    task.getTaskIdBuilder().setValue(id);
    task.setCommand(command);
    task.addAllResources(resources.allocatedTo("*").toList());
    grace.ifPresent(
        period ->
            task.getKillPolicyBuilder().getGracePeriodBuilder().setNanoseconds(period.toNanos()));
    return task.build();
  }
}
