package org.meseta.agent.tasks;

import java.util.Optional;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.plugin.isolator.Limitation;
import org.meseta.protocol.v1.TaskResourceLimitation;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.TaskStatus.Reason;

/**
 * How a task ended, for its framework.
 *
 * @param limitation what it had too much of, if that ended it
 */
public record TaskEnd(
    TaskState state,
    Optional<Reason> reason,
    String message,
    Optional<TaskResourceLimitation> limitation) {

  /** An end with a reason. */
  public static TaskEnd of(TaskState state, Reason reason, String message) {
    return new TaskEnd(state, Optional.of(reason), message, Optional.empty());
  }

  /** What the end of a command means for its task. */
  public static TaskEnd of(Termination termination, boolean killed) {
    if (termination.limitation().isPresent()) {
      return of(termination.limitation().get());
    }
    Optional<String> command = command(termination);
    if (killed) {
      return plain(TaskState.TASK_KILLED, command.orElse("Command terminated"));
    }
    if (command.isEmpty()) {
      return of(
          TaskState.TASK_FAILED,
          Reason.REASON_EXECUTOR_TERMINATED,
          termination.message().isEmpty() ? "Executor terminated" : termination.message());
    }
    return termination.exitCode().orElse(-1) == 0
        ? plain(TaskState.TASK_FINISHED, command.get())
        : of(TaskState.TASK_FAILED, Reason.REASON_COMMAND_EXECUTOR_FAILED, command.get());
  }

  private static TaskEnd plain(TaskState state, String message) {
    return new TaskEnd(state, Optional.empty(), message, Optional.empty());
  }

  private static TaskEnd of(Limitation limitation) {
    TaskResourceLimitation.Builder resources =
        TaskResourceLimitation.newBuilder().addAllResources(limitation.resources().toList());
    return new TaskEnd(
        TaskState.TASK_FAILED,
        Optional.of(limitation.reason()),
        limitation.message(),
        limitation.resources().isEmpty() ? Optional.empty() : Optional.of(resources.build()));
  }

  private static Optional<String> command(Termination termination) {
    if (termination.exitCode().isPresent()) {
      return Optional.of("Command exited with status " + termination.exitCode().getAsInt());
    }
    if (termination.signal().isPresent()) {
      return Optional.of(
          "Command terminated with signal " + Signals.name(termination.signal().getAsInt()));
    }
    return Optional.empty();
  }

  /** Writes the end into a status. */
  public void into(TaskStatus.Builder status) {
    status.setState(state).setMessage(message);
    reason.ifPresent(status::setReason);
    limitation.ifPresent(status::setLimitation);
  }
}
