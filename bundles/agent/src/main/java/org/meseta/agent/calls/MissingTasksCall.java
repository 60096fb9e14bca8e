package org.meseta.agent.calls;

import java.util.List;
import java.util.Optional;
import org.meseta.agent.runs.TaskRuns;
import org.meseta.agent.runs.Tools;
import org.meseta.agent.state.TaskKey;
import org.meseta.protocol.link.TaskReference;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.TaskStatus.Reason;

/** Answers for tasks that the master holds here and the agent did not name. */
public final class MissingTasksCall {
  private final Tools tools;
  private final TaskRuns runs;

  public MissingTasksCall(Tools tools, TaskRuns runs) {
    this.tools = tools;
    this.runs = runs;
  }

  public void handle(List<TaskReference> missing) {
    for (TaskReference task : missing) {
      TaskKey key = new TaskKey(task.getFrameworkId(), task.getTaskId());
      if (!runs.has(key)) {
        tools.delivery().update(key, status(key), Optional.empty());
      }
    }
  }

  private TaskStatus status(TaskKey key) {
    boolean aware =
        tools
            .ledger()
            .framework(key.framework())
            .filter(f -> f.can(Capability.Type.PARTITION_AWARE))
            .isPresent();
    return tools
        .status(key.task(), aware ? TaskState.TASK_DROPPED : TaskState.TASK_LOST)
        .setSource(TaskStatus.Source.SOURCE_AGENT)
        .setReason(Reason.REASON_RECONCILIATION)
        .setMessage("Reconciliation: the task is not known to the agent")
        .build();
  }
}
