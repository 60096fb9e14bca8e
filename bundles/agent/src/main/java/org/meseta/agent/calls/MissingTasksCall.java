package org.meseta.agent.calls;

import java.util.List;
import org.meseta.agent.runs.TaskRuns;
import org.meseta.agent.state.TaskKey;
import org.meseta.protocol.link.TaskReference;
import org.meseta.protocol.v1.TaskStatus.Reason;

/** Answers for tasks that the master holds here and the agent did not name. */
public final class MissingTasksCall {
  private final TaskRuns runs;
  private final Strays strays;

  public MissingTasksCall(TaskRuns runs, Strays strays) {
    this.runs = runs;
    this.strays = strays;
  }

  public void handle(List<TaskReference> missing) {
    for (TaskReference task : missing) {
      TaskKey key = new TaskKey(task.getFrameworkId(), task.getTaskId());
      if (!runs.has(key)) {
        strays.missing(
            key,
            Reason.REASON_RECONCILIATION,
            "Reconciliation: the task is not known to the agent");
      }
    }
  }
}
