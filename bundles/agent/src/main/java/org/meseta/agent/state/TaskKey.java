package org.meseta.agent.state;

import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.TaskID;

/** Names a task: its id is unique within its framework only. */
public record TaskKey(FrameworkID framework, TaskID task) {

  /** For logs. */
  @Override
  public String toString() {
    return task.getValue() + " of " + framework.getValue();
  }
}
