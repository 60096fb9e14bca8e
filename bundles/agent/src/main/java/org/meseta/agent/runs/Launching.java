package org.meseta.agent.runs;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.checkpoint.RunRecord;
import org.meseta.agent.host.UserRefusedException;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.tasks.CommandTasks;
import org.meseta.agent.tasks.TaskEnd;
import org.meseta.agent.tasks.TaskEnvironment;
import org.meseta.agent.tasks.Unsupported;
import org.meseta.plugin.containerizer.ContainerLaunch;
import org.meseta.plugin.containerizer.Containerizer.Launched;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus.Reason;
import org.meseta.protocol.v1.TaskStatus.Source;
import org.meseta.resources.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings runs to life: written down, folders made, container started, told. */
final class Launching {
  private static final Logger LOG = LoggerFactory.getLogger(Launching.class);

  private final Tools tools;
  private final Ending ending;
  private final Killing killing;
  private final TaskEnvironment environment;
  private final Duration timeout;

  Launching(
      Tools tools, Ending ending, Killing killing, TaskEnvironment environment, Duration timeout) {
    this.tools = tools;
    this.ending = ending;
    this.killing = killing;
    this.environment = environment;
    this.timeout = timeout;
  }

  void begin(Run run) {
    RunRecord record = run.record();
    tools
        .ledger()
        .executor(
            run.framework(),
            CommandTasks.executor(
                run.framework(),
                record.task(),
                record.container(),
                run.sandbox(),
                CommandTasks.staging(run.framework(), record.task())));
    ending.add(run);
    ending.keep(run);
    tools.checkpoints().run(record).whenComplete((done, failure) -> prepared(run, failure));
  }

  private void prepared(Run run, @Nullable Throwable failure) {
    Optional<String> unsupported = Unsupported.in(run.record().task());
    if (run.killed) {
      killedDuringLaunch(run);
    } else if (unsupported.isPresent()) {
      fail(run, "This agent does not support " + unsupported.get());
    } else if (failure != null && Failures.cause(failure) instanceof UserRefusedException) {
      refuse(run, Failures.message(failure));
    } else if (failure != null) {
      fail(run, "Cannot prepare the task: " + Failures.message(failure));
    } else {
      launch(run);
    }
  }

  private void launch(Run run) {
    run.phase = Run.Phase.LAUNCHING;
    run.timer = tools.timers().schedule(timeout, () -> tooLate(run));
    tools
        .containers()
        .launch(container(run))
        .whenComplete((launched, failure) -> launched(run, launched, failure));
  }

  private ContainerLaunch container(Run run) {
    RunRecord record = run.record();
    TaskInfo task = record.task();
    return new ContainerLaunch(
        record.container(),
        task.getCommand(),
        environment.of(tools.ledger().host().info(), record.framework(), task, run.sandbox()),
        run.sandbox(),
        record.user(),
        Resources.of(task.getResourcesList())
            .plus(Resources.of(record.executor().getResourcesList())),
        task.hasContainer() ? Optional.of(task.getContainer()) : Optional.empty());
  }

  private void tooLate(Run run) {
    run.late = true;
    killing.destroy(run);
  }

  private void launched(Run run, @Nullable Launched launched, @Nullable Throwable failure) {
    run.cancelTimer();
    if (launched == null) {
      notLaunched(run, failure);
      return;
    }
    LOG.info("Task {} runs as pid {}", run.key(), launched.pid());
    run.phase = Run.Phase.RUNNING;
    run.status = run.status.toBuilder().setExecutorPid((int) launched.pid()).build();
    watch(run);
    if (run.killed || run.late) {
      killing.destroy(run);
    } else {
      tell(run);
    }
  }

  /** Tells the framework that the task runs, as far as it has not been told. */
  void tell(Run run) {
    tools
        .ledger()
        .executor(run.framework(), run.executor())
        .ifPresent(
            e -> tools.ledger().executor(run.framework(), e.in(LocalExecutor.Phase.RUNNING)));
    if (state(run) == TaskState.TASK_STAGING) {
      tools.update(run, tools.status(run, TaskState.TASK_STARTING));
    }
    if (state(run) == TaskState.TASK_STARTING) {
      tools.update(run, tools.status(run, TaskState.TASK_RUNNING));
    }
  }

  private TaskState state(Run run) {
    return tools.ledger().task(run.key()).map(t -> t.getState()).orElse(TaskState.TASK_UNKNOWN);
  }

  /** Waits for the end of the run's container. */
  void watch(Run run) {
    tools
        .containers()
        .end(run.container())
        .whenComplete(
            (termination, failure) ->
                ended(
                    run,
                    termination == null
                        ? Termination.unknown("Cannot learn how the task ended: " + failure)
                        : termination));
  }

  private void ended(Run run, Termination termination) {
    boolean neverTold = state(run) == TaskState.TASK_STAGING;
    if (run.late) {
      late(run);
    } else if (run.killed && neverTold) {
      killedDuringLaunch(run);
    } else {
      TaskEnd end = TaskEnd.of(termination, run.killed);
      boolean own = termination.exitCode().isPresent() || termination.signal().isPresent();
      boolean byCommand = own && termination.limitation().isEmpty();
      ending.end(run, end, byCommand ? Source.SOURCE_EXECUTOR : Source.SOURCE_AGENT);
    }
  }

  private void notLaunched(Run run, @Nullable Throwable failure) {
    if (run.killed) {
      killedDuringLaunch(run);
    } else if (run.late) {
      late(run);
    } else {
      fail(run, "Failed to launch container: " + Failures.message(failure));
    }
  }

  private void late(Run run) {
    String message = "The container did not start within " + timeout.toSeconds() + " s";
    Reason reason = Reason.REASON_EXECUTOR_REGISTRATION_TIMEOUT;
    ending.end(run, TaskEnd.of(TaskState.TASK_FAILED, reason, message), Source.SOURCE_AGENT);
  }

  private void fail(Run run, String message) {
    tools.metrics().counter("slave/container_launch_errors").increment();
    Reason reason = Reason.REASON_CONTAINER_LAUNCH_FAILED;
    ending.end(run, TaskEnd.of(TaskState.TASK_FAILED, reason, message), Source.SOURCE_AGENT);
  }

  private void refuse(Run run, String message) {
    Reason reason = Reason.REASON_TASK_UNAUTHORIZED;
    ending.end(run, TaskEnd.of(TaskState.TASK_ERROR, reason, message), Source.SOURCE_AGENT);
  }

  private void killedDuringLaunch(Run run) {
    Reason reason = Reason.REASON_TASK_KILLED_DURING_LAUNCH;
    String message = "Killed before it ran";
    ending.end(run, TaskEnd.of(TaskState.TASK_KILLED, reason, message), Source.SOURCE_AGENT);
  }
}
