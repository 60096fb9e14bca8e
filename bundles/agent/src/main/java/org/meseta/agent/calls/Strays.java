package org.meseta.agent.calls;

import java.util.Optional;
import org.meseta.agent.runs.Tools;
import org.meseta.agent.state.LocalFramework;
import org.meseta.agent.state.TaskKey;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.TaskStatus.Reason;

/** Tells the ends of tasks that have no run here. Belongs to the agent's loop. */
public final class Strays {
  private final Tools tools;

  public Strays(Tools tools) {
    this.tools = tools;
  }

  /** The task will not run; in place of whatever was last told of its id. */
  void refused(TaskKey key, TaskState state, Reason reason, String message) {
    tools.delivery().supersede(key);
    tell(key, state, reason, message);
  }

  /** The task was dropped; said to a framework that has just asked for it. */
  void dropped(TaskKey key, FrameworkInfo framework, Reason reason, String message) {
    refused(key, dropped(LocalFramework.of(framework)), reason, message);
  }

  /** The task is not here. Nothing happens if its end is being told already. */
  void missing(TaskKey key, Reason reason, String message) {
    if (!tools.delivery().has(key)) {
      TaskState state =
          tools
              .ledger()
              .framework(key.framework())
              .map(Strays::dropped)
              .orElse(TaskState.TASK_LOST);
      tell(key, state, reason, message);
    }
  }

  private static TaskState dropped(LocalFramework framework) {
    return framework.can(Capability.Type.PARTITION_AWARE)
        ? TaskState.TASK_DROPPED
        : TaskState.TASK_LOST;
  }

  private void tell(TaskKey key, TaskState state, Reason reason, String message) {
    TaskStatus status =
        tools
            .status(key.task(), state)
            .setSource(TaskStatus.Source.SOURCE_AGENT)
            .setReason(reason)
            .setMessage(message)
            .build();
    tools.delivery().update(key, status, Optional.empty());
  }
}
