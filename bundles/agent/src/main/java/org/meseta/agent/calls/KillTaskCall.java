package org.meseta.agent.calls;

import java.util.Optional;
import org.meseta.agent.runs.TaskRuns;
import org.meseta.agent.runs.Tools;
import org.meseta.agent.state.LocalFramework;
import org.meseta.agent.state.TaskKey;
import org.meseta.protocol.link.KillTask;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.TaskStatus.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kills a task on its framework's behalf. */
public final class KillTaskCall {
  private static final Logger LOG = LoggerFactory.getLogger(KillTaskCall.class);

  private final Tools tools;
  private final TaskRuns runs;

  public KillTaskCall(Tools tools, TaskRuns runs) {
    this.tools = tools;
    this.runs = runs;
  }

  public void handle(KillTask call) {
    TaskKey key = new TaskKey(call.getFrameworkId(), call.getTaskId());
    if (runs.kill(key, call.getKillPolicy())) {
      return;
    }
    Optional<LocalFramework> framework = tools.ledger().framework(call.getFrameworkId());
    if (framework.isEmpty()) {
      LOG.warn("Task {} is not killed: its framework has nothing here", key);
    } else {
      LOG.warn("Task {} is not killed: it is not here", key);
      tell(key, framework.get());
    }
  }

  private void tell(TaskKey key, LocalFramework framework) {
    boolean aware = framework.can(Capability.Type.PARTITION_AWARE);
    TaskStatus status =
        tools
            .status(key.task(), aware ? TaskState.TASK_DROPPED : TaskState.TASK_LOST)
            .setSource(TaskStatus.Source.SOURCE_AGENT)
            .setReason(Reason.REASON_EXECUTOR_TERMINATED)
            .setMessage("The task is not on this agent")
            .build();
    tools.delivery().update(key, status, Optional.empty());
  }
}
