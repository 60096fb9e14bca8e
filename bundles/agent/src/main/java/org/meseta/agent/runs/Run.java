package org.meseta.agent.runs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.checkpoint.Layout;
import org.meseta.agent.checkpoint.RunRecord;
import org.meseta.agent.state.TaskKey;
import org.meseta.plugin.Timers.Timer;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.FrameworkID;

/** One run of a command task. Belongs to the agent's loop. */
final class Run {
  private final RunRecord record;
  private final Path sandbox;
  private final Path metaRun;
  ContainerStatus status;
  Phase phase = Phase.PREPARING;

  /** Somebody wants it to end. */
  boolean killed;

  /** Its framework is gone: nobody is told of its end. */
  boolean silent;

  /** It took too long to start. */
  boolean late;

  /** When the kill becomes forceful, on the clock that never goes back. */
  long deadlineNanos;

  @Nullable Timer timer;

  /** Where a run is. */
  enum Phase {
    /** Its folders are made and it is written down. */
    PREPARING,
    /** Its container starts. */
    LAUNCHING,
    RUNNING,
    /** It is over; its framework may not know yet. */
    OVER
  }

  Run(RunRecord record, Layout layout, ContainerStatus status) {
    this.record = record;
    this.sandbox = record.sandbox(layout);
    this.metaRun = record.metaRun(layout);
    this.status = status;
  }

  RunRecord record() {
    return record;
  }

  TaskKey key() {
    return new TaskKey(record.frameworkId(), record.task().getTaskId());
  }

  FrameworkID framework() {
    return record.frameworkId();
  }

  ExecutorID executor() {
    return record.executorId();
  }

  ContainerID container() {
    return record.container();
  }

  Path sandbox() {
    return sandbox;
  }

  Path metaRun() {
    return metaRun;
  }

  /** Where its task is written down; empty if it is not. */
  Optional<Path> metaTask() {
    return record.framework().getCheckpoint()
        ? Optional.of(Layout.task(metaRun, record.task().getTaskId()))
        : Optional.empty();
  }

  /** How long the task wants to have, from the first signal to the last. */
  Optional<Duration> wantedGrace() {
    return KillGrace.of(record.task().getKillPolicy());
  }

  void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
