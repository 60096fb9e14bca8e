package org.meseta.master.calls;

import java.util.List;
import java.util.Optional;
import org.meseta.master.state.Framework;
import org.meseta.master.tasks.Reconciliation;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Call;

/** A framework asks what has become of these tasks; of all its tasks if it names none. */
final class ReconcileCall {
  private final Desk desk;
  private final TaskDesk tasks;
  private final Whereabouts whereabouts;

  ReconcileCall(Desk desk, TaskDesk tasks) {
    this.desk = desk;
    this.tasks = tasks;
    this.whereabouts = new Whereabouts(desk);
  }

  void handle(FrameworkID id, List<Call.Reconcile.Task> asked) {
    desk.counters().count("messages_reconcile_tasks");
    Framework framework = desk.ledger().framework(id);
    if (framework == null) {
      return;
    }
    if (asked.isEmpty()) {
      framework.tasks().values().forEach(task -> tasks.tell(id, known(task)));
    } else {
      asked.forEach(task -> answer(framework, task).ifPresent(status -> tasks.tell(id, status)));
    }
  }

  private Optional<TaskStatus> answer(Framework framework, Call.Reconcile.Task asked) {
    Task task = framework.tasks().get(asked.getTaskId());
    return task == null ? unknown(framework, asked) : Optional.of(known(task));
  }

  private TaskStatus known(Task task) {
    return Reconciliation.known(task, desk.now());
  }

  /** Only where the framework says that the task is can be looked at. */
  private Optional<TaskStatus> unknown(Framework framework, Call.Reconcile.Task asked) {
    return Reconciliation.unknown(
        asked,
        whereabouts.of(asked.getAgentId(), framework.id()),
        desk.ledger().unreachableSince(asked.getAgentId()),
        framework.can(Capability.Type.PARTITION_AWARE),
        desk.now());
  }
}
