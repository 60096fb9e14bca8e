package org.meseta.agent.calls;

import java.util.Optional;
import org.meseta.agent.runs.TaskRuns;
import org.meseta.agent.runs.Tools;
import org.meseta.agent.state.TaskKey;
import org.meseta.agent.tasks.Names;
import org.meseta.protocol.link.RunTask;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.TaskStatus.Reason;
import org.meseta.runtime.Runtime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Launches a task. */
public final class RunTaskCall {
  private static final Logger LOG = LoggerFactory.getLogger(RunTaskCall.class);

  private final Tools tools;
  private final TaskRuns runs;
  private final Runtime runtime;

  public RunTaskCall(Tools tools, TaskRuns runs, Runtime runtime) {
    this.tools = tools;
    this.runs = runs;
    this.runtime = runtime;
  }

  public void handle(RunTask call) {
    FrameworkInfo framework = call.getFramework();
    TaskInfo task = call.getTask();
    TaskKey key = new TaskKey(framework.getId(), task.getTaskId());
    if (runs.isShuttingDown(framework.getId())) {
      LOG.warn("Task {} is not launched: its framework is being shut down", key);
    } else if (runs.has(key)) {
      LOG.warn("Task {} is not launched: it is here already", key);
    } else if (unfit(framework, task).isPresent()) {
      refuse(key, task, unfit(framework, task).get());
    } else {
      LOG.info("Launching task {}", key);
      tools.ledger().framework(framework);
      runs.launch(framework, task, newContainer());
    }
  }

  /** Ids become names of folders: with these nothing can be written down. */
  private static Optional<String> unfit(FrameworkInfo framework, TaskInfo task) {
    if (!Names.fitForPath(framework.getId().getValue())) {
      return Optional.of("The framework's id cannot be the name of a folder");
    }
    return Names.fitForPath(task.getTaskId().getValue())
        ? Optional.empty()
        : Optional.of("The task's id cannot be the name of a folder");
  }

  private void refuse(TaskKey key, TaskInfo task, String message) {
    TaskStatus status =
        tools
            .status(task.getTaskId(), TaskState.TASK_ERROR)
            .setSource(TaskStatus.Source.SOURCE_AGENT)
            .setReason(Reason.REASON_TASK_INVALID)
            .setMessage(message)
            .build();
    tools.delivery().update(key, status, Optional.empty());
  }

  private ContainerID newContainer() {
    return ContainerID.newBuilder().setValue(runtime.newUuid().toString()).build();
  }
}
