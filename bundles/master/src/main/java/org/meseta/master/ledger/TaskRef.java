package org.meseta.master.ledger;

import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskID;

/** Names a task in the whole cluster. */
public record TaskRef(FrameworkID framework, TaskID task) {

  /** Names this task. */
  public static TaskRef of(Task task) {
    return new TaskRef(task.getFrameworkId(), task.getTaskId());
  }
}
