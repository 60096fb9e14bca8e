package org.meseta.testkit.cluster.invariant;

import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.TaskID;

/** Names a task in the whole cluster. */
record TaskName(String framework, String task) {

  static TaskName of(FrameworkID framework, TaskID task) {
    return new TaskName(framework.getValue(), task.getValue());
  }

  @Override
  public String toString() {
    return "task " + task + " of " + framework;
  }
}
