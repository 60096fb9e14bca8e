package org.meseta.agent.runs;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.state.LocalFramework;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.TaskState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends runs that somebody does not want any more: politely, then by force. */
final class Killing {
  private static final Logger LOG = LoggerFactory.getLogger(Killing.class);
  private static final int SIGTERM = 15;
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Tools tools;

  Killing(Tools tools) {
    this.tools = tools;
  }

  /**
   * Ends a run. One that does not run yet never will.
   *
   * @param grace from the first signal to the last; a later call may shorten it
   * @param tell whether the framework is told that the task is being killed
   */
  void kill(Run run, Duration grace, boolean tell) {
    LOG.info("Killing task {} ({}, grace {})", run.key(), run.phase, grace);
    switch (run.phase) {
      case PREPARING -> run.killed = true;
      case LAUNCHING -> {
        run.killed = true;
        destroy(run);
      }
      case RUNNING -> {
        if (run.killed) {
          shorten(run, grace);
        } else {
          begin(run, grace, tell);
        }
      }
      case OVER -> {}
    }
  }

  /** Written down first, so that the end is known for a kill even if the agent dies meanwhile. */
  private void begin(Run run, Duration grace, boolean tell) {
    run.killed = true;
    run.deadlineNanos = tools.clock().nanoTime() + grace.toNanos();
    Optional.of(run)
        .flatMap(Run::metaTask)
        .ifPresentOrElse(
            task ->
                tools
                    .checkpoints()
                    .kill(task, grace)
                    .whenComplete((done, failure) -> written(run, tell, failure)),
            () -> signal(run, tell));
  }

  private void written(Run run, boolean tell, @Nullable Throwable failure) {
    if (failure != null) {
      LOG.warn("Cannot write down the kill of task {}", run.key(), failure);
    }
    signal(run, tell);
  }

  private void signal(Run run, boolean tell) {
    if (run.phase != Run.Phase.RUNNING) {
      return;
    }
    tools
        .ledger()
        .executor(run.framework(), run.executor())
        .ifPresent(
            e -> tools.ledger().executor(run.framework(), e.in(LocalExecutor.Phase.TERMINATING)));
    if (tell && knowsKilling(run)) {
      tools.update(run, tools.status(run, TaskState.TASK_KILLING));
    }
    tools.containers().signal(run.container(), SIGTERM).whenComplete((s, e) -> warn(run, e));
    arm(run);
  }

  /** A run that was being killed in a former life of the agent goes on being killed. */
  void resume(Run run, Duration grace) {
    run.deadlineNanos = tools.clock().nanoTime() + grace.toNanos();
    signal(run, false);
  }

  private boolean knowsKilling(Run run) {
    Optional<LocalFramework> framework = tools.ledger().framework(run.framework());
    return framework.filter(f -> f.can(Capability.Type.TASK_KILLING_STATE)).isPresent();
  }

  private void shorten(Run run, Duration grace) {
    long sooner = tools.clock().nanoTime() + grace.toNanos();
    if (sooner - run.deadlineNanos < 0) {
      run.deadlineNanos = sooner;
      arm(run);
    }
  }

  private void arm(Run run) {
    run.cancelTimer();
    Duration left = Duration.ofNanos(run.deadlineNanos - tools.clock().nanoTime());
    run.timer = tools.timers().schedule(left, () -> destroy(run));
  }

  /** Kills all processes of a run; again and again, should that fail. */
  void destroy(Run run) {
    if (run.phase == Run.Phase.OVER) {
      return;
    }
    LOG.info("Destroying container {} of task {}", run.container().getValue(), run.key());
    tools
        .containers()
        .destroy(run.container())
        .whenComplete(
            (done, failure) -> {
              warn(run, failure);
              if (failure != null && run.phase != Run.Phase.OVER) {
                // Of a run that is being launched too: nobody else waits for its start any more.
                run.cancelTimer();
                run.timer = tools.timers().schedule(RETRY, () -> destroy(run));
              }
            });
  }

  private static void warn(Run run, @Nullable Throwable failure) {
    if (failure != null) {
      LOG.warn("Cannot end task {} yet: {}", run.key(), failure.toString());
    }
  }
}
