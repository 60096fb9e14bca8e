package org.meseta.agent.calls;

import java.util.Optional;
import org.meseta.agent.calls.WaitingTasks.Waiting;
import org.meseta.agent.runs.TaskRuns;
import org.meseta.agent.runs.Tools;
import org.meseta.agent.state.TaskKey;
import org.meseta.agent.tasks.Names;
import org.meseta.protocol.link.RunTask;
import org.meseta.protocol.link.RunTaskGroup;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus.Reason;
import org.meseta.resources.Resources;
import org.meseta.runtime.Runtime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a task. If that cannot be, its framework is told that it is over. */
public final class RunTaskCall {
  private static final Logger LOG = LoggerFactory.getLogger(RunTaskCall.class);

  private final Tools tools;
  private final TaskRuns runs;
  private final WaitingTasks waiting;
  private final Strays strays;
  private final Runtime runtime;
  private boolean stopped;

  public RunTaskCall(
      Tools tools, TaskRuns runs, WaitingTasks waiting, Strays strays, Runtime runtime) {
    this.tools = tools;
    this.runs = runs;
    this.waiting = waiting;
    this.strays = strays;
    this.runtime = runtime;
  }

  /** From now on no task is run. */
  public void stop() {
    stopped = true;
  }

  public void handle(RunTask call) {
    TaskKey key = new TaskKey(call.getFramework().getId(), call.getTask().getTaskId());
    if (!runs.has(key)) {
      run(key, call);
    } else if (!runs.isLeaving(key)) {
      // The one that is here answers for both.
      LOG.warn("Task {} is not launched: it is here already", key);
    } else if (waiting.add(key, call, this::waited)) {
      LOG.info("Task {} waits for an earlier one with its id to be gone", key);
    } else {
      LOG.warn("Task {} is not launched: it waits already", key);
    }
  }

  /** Groups need an executor, which this agent does not run: the framework is told for each. */
  public void refuse(RunTaskGroup call) {
    for (TaskInfo task : call.getTasksList()) {
      TaskKey key = new TaskKey(call.getFramework().getId(), task.getTaskId());
      if (runs.has(key)) {
        LOG.warn("Task {} of a group is not launched: it is here already", key);
      } else {
        strays.refused(
            key,
            TaskState.TASK_FAILED,
            Reason.REASON_CONTAINER_LAUNCH_FAILED,
            "This agent does not support task groups");
      }
    }
  }

  private void waited(Waiting task) {
    if (task.killed()) {
      strays.refused(
          task.key(),
          TaskState.TASK_KILLED,
          Reason.REASON_TASK_KILLED_DURING_LAUNCH,
          "Killed before it ran");
    } else {
      handle(task.call());
    }
  }

  private void run(TaskKey key, RunTask call) {
    FrameworkInfo framework = call.getFramework();
    Optional<String> unfit = unfit(key);
    if (unfit.isPresent()) {
      strays.refused(key, TaskState.TASK_ERROR, Reason.REASON_TASK_INVALID, unfit.get());
    } else if (stopped) {
      strays.dropped(key, framework, Reason.REASON_AGENT_REMOVED, "The agent is being shut down");
    } else if (runs.isShuttingDown(framework.getId())) {
      strays.dropped(
          key,
          framework,
          Reason.REASON_FRAMEWORK_REMOVED,
          "Earlier tasks of the framework are still being ended here");
    } else if (!has(call.getTask())) {
      strays.dropped(
          key,
          framework,
          Reason.REASON_RESOURCES_UNKNOWN,
          "The task uses a reservation or a volume that is not here");
    } else {
      LOG.info("Launching task {}", key);
      tools.delivery().supersede(key);
      tools.ledger().framework(framework);
      runs.launch(framework, call.getTask(), newContainer());
    }
  }

  /** Whether what operations have made of resources, as far as the task uses it, is here. */
  private boolean has(TaskInfo task) {
    Resources used = Resources.of(task.getResourcesList());
    return tools.ledger().host().total().contains(used.converted().unallocated().withSharedOnce());
  }

  /** Ids become names of folders: with these nothing can be written down. */
  private static Optional<String> unfit(TaskKey key) {
    if (!Names.fitForPath(key.framework().getValue())) {
      return Optional.of("The framework's id cannot be the name of a folder");
    }
    return Names.fitForPath(key.task().getValue())
        ? Optional.empty()
        : Optional.of("The task's id cannot be the name of a folder");
  }

  private ContainerID newContainer() {
    return ContainerID.newBuilder().setValue(runtime.newUuid().toString()).build();
  }
}
