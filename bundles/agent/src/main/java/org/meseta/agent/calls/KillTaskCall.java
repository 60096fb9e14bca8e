package org.meseta.agent.calls;

import org.meseta.agent.runs.TaskRuns;
import org.meseta.agent.runs.Tools;
import org.meseta.agent.state.TaskKey;
import org.meseta.protocol.link.KillTask;
import org.meseta.protocol.link.ShutdownExecutor;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskStatus.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kills a task, or shuts an executor down, on its framework's behalf. */
public final class KillTaskCall {
  private static final Logger LOG = LoggerFactory.getLogger(KillTaskCall.class);

  private final Tools tools;
  private final TaskRuns runs;
  private final WaitingTasks waiting;
  private final Strays strays;

  public KillTaskCall(Tools tools, TaskRuns runs, WaitingTasks waiting, Strays strays) {
    this.tools = tools;
    this.runs = runs;
    this.waiting = waiting;
    this.strays = strays;
  }

  public void handle(KillTask call) {
    TaskKey key = new TaskKey(call.getFrameworkId(), call.getTaskId());
    if (waiting.kill(key) || runs.kill(key, call.getKillPolicy())) {
      return;
    }
    if (tools.ledger().framework(call.getFrameworkId()).isEmpty()) {
      LOG.warn("Task {} is not killed: its framework has nothing here", key);
    } else {
      LOG.warn("Task {} is not killed: it is not here", key);
      strays.missing(key, Reason.REASON_EXECUTOR_TERMINATED, "The task is not on this agent");
    }
  }

  public void handle(ShutdownExecutor call) {
    // A command task's executor is named after it.
    TaskID task = TaskID.newBuilder().setValue(call.getExecutorId().getValue()).build();
    if (!waiting.kill(new TaskKey(call.getFrameworkId(), task))) {
      runs.shutdown(call.getFrameworkId(), call.getExecutorId());
    }
  }
}
