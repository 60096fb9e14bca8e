package org.meseta.agent.runs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.checkpoint.RunRecord;
import org.meseta.agent.state.LocalFramework;
import org.meseta.agent.state.TaskKey;
import org.meseta.agent.tasks.CommandTasks;
import org.meseta.agent.tasks.TaskEnd;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.ExecutorID;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.KillPolicy;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus.Reason;
import org.meseta.protocol.v1.TaskStatus.Source;

/**
 * Runs command tasks: the executor that the agent plays. Belongs to the agent's loop; what takes
 * time happens elsewhere and comes back here.
 */
public final class TaskRuns {
  private final Tools tools;
  private final RunOptions options;
  private final Ending ending;
  private final Killing killing;
  private final Launching launching;

  public TaskRuns(Tools tools, RunOptions options) {
    this.tools = tools;
    this.options = options;
    this.ending = new Ending(tools);
    this.killing = new Killing(tools);
    this.launching =
        new Launching(tools, ending, killing, options.environment(), options.launchTimeout());
    tools.delivery().listener(ending);
  }

  /** Whether there is such a task, over or not. */
  public boolean has(TaskKey key) {
    return ending.get(key) != null;
  }

  /** Whether nobody asks about the task any more: it is almost gone, or its framework is. */
  public boolean isLeaving(TaskKey key) {
    Run run = ending.get(key);
    return run != null && (run.silent || tools.delivery().isClosing(key));
  }

  /** Queues a task behind a run with the same id; once that is gone, the next thing happens. */
  public void queue(FrameworkInfo framework, TaskInfo task, Runnable next) {
    TaskKey key = new TaskKey(framework.getId(), task.getTaskId());
    tools.ledger().queue(key, CommandTasks.staging(key.framework(), task));
    ending.whenGone(key, next);
  }

  /** Launches a task of a framework that is known. */
  public void launch(FrameworkInfo framework, TaskInfo task, ContainerID container) {
    launching.begin(
        run(
            new RunRecord(
                tools.agentId().getValue(),
                framework,
                CommandTasks.info(framework.getId(), task),
                container,
                task,
                user(framework, task))));
  }

  private Run run(RunRecord record) {
    return new Run(record, tools.layout(), tools.statuses().container(record.container()));
  }

  private Optional<String> user(FrameworkInfo framework, TaskInfo task) {
    if (!options.switchUser()) {
      return Optional.empty();
    }
    String own = task.getCommand().getUser();
    String user = own.isEmpty() ? framework.getUser() : own;
    return user.isEmpty() ? Optional.empty() : Optional.of(user);
  }

  /**
   * Kills a task on its framework's behalf.
   *
   * @return false if there is no such task
   */
  public boolean kill(TaskKey key, KillPolicy policy) {
    Run run = ending.get(key);
    if (run == null) {
      return false;
    }
    killing.kill(run, KillGrace.of(KillGrace.of(policy), run.wantedGrace()), true);
    return true;
  }

  /** Shuts an executor down with its tasks; the framework is told of their ends. */
  public void shutdown(FrameworkID framework, ExecutorID executor) {
    for (Run run : ending.of(framework)) {
      if (run.executor().equals(executor)) {
        killing.kill(run, options.shutdownGrace(), false);
      }
    }
  }

  /** The framework is gone: all it has here ends, and nobody is told. */
  public void shutdown(FrameworkID framework) {
    tools.delivery().drop(framework);
    for (Run run : ending.of(framework)) {
      run.silent = true;
      if (run.phase == Run.Phase.OVER) {
        tools.containers().forget(run.container());
        ending.complete(run);
      } else {
        killing.kill(run, options.shutdownGrace(), false);
      }
    }
    tools
        .ledger()
        .framework(framework)
        .filter(f -> f.executors().isEmpty())
        .ifPresent(ending::complete);
  }

  /** The framework has nothing here any more. */
  public void complete(LocalFramework framework) {
    ending.complete(framework);
  }

  /** Whether the framework is being shut down. */
  public boolean isShuttingDown(FrameworkID framework) {
    return ending.of(framework).stream().anyMatch(r -> r.silent);
  }

  /** Does something when nothing runs any more; now, if nothing does. */
  public void whenIdle(Runnable action) {
    ending.whenIdle("idle", action);
  }

  /** A run of a former life of the agent. Its executor is in the ledger. */
  public void restore(RunRecord record, Restored restored) {
    Run run = run(record);
    run.phase = restored.over() ? Run.Phase.OVER : Run.Phase.RUNNING;
    run.killed = restored.killGrace().isPresent();
    ending.add(run);
    // An earlier run below the same folders may just have discarded them.
    ending.keep(run);
  }

  /** The containers of runs that were restored. */
  public List<ContainerID> containers() {
    return ending.all().stream().map(Run::container).toList();
  }

  /**
   * The containers of runs that were restored have been looked for.
   *
   * @param alive containers that still run
   * @param lost containers of which nothing is known any more
   */
  public void found(TaskKey key, Restored restored, Set<ContainerID> alive, Set<ContainerID> lost) {
    Run run = ending.get(key);
    if (run == null) {
      return;
    }
    if (restored.over()) {
      tools.containers().forget(run.container());
    } else if (lost.contains(run.container())) {
      lost(run, restored);
    } else {
      launching.watch(run);
      if (alive.contains(run.container())) {
        alive(run, restored);
      }
    }
  }

  private void alive(Run run, Restored restored) {
    tools
        .containers()
        .status(run.container())
        .whenComplete((status, failure) -> describe(run, status));
    if (restored.killGrace().isPresent()) {
      killing.resume(run, restored.killGrace().get());
    } else {
      launching.tell(run);
    }
  }

  private static void describe(Run run, @Nullable ContainerStatus status) {
    if (status != null && status.hasExecutorPid()) {
      run.status = run.status.toBuilder().setExecutorPid(status.getExecutorPid()).build();
    }
  }

  private void lost(Run run, Restored restored) {
    TaskEnd end =
        restored.neverRan()
            ? TaskEnd.of(
                tools.ifPartitionAware(run, TaskState.TASK_DROPPED),
                Reason.REASON_AGENT_RESTARTED,
                "The agent was restarted before the task was launched")
            : TaskEnd.of(
                tools.ifPartitionAware(run, TaskState.TASK_GONE),
                Reason.REASON_EXECUTOR_REREGISTRATION_TIMEOUT,
                "The task was not found again after the agent was restarted");
    ending.end(run, end, Source.SOURCE_AGENT);
  }

  /**
   * What is known of a restored run.
   *
   * @param over whether its end is written down
   * @param neverRan whether it can be ruled out that its command ever ran
   * @param killGrace set if it was being killed
   */
  public record Restored(boolean over, boolean neverRan, Optional<Duration> killGrace) {}
}
