package org.meseta.agent.runs;

import org.meseta.agent.checkpoint.Checkpoints;
import org.meseta.agent.checkpoint.Layout;
import org.meseta.agent.containers.Containers;
import org.meseta.agent.delivery.Delivery;
import org.meseta.agent.executors.Ledger;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;

/** What running tasks takes. */
public record Tools(
    Ledger ledger,
    Layout layout,
    Checkpoints checkpoints,
    Containers containers,
    Delivery delivery,
    StatusMaker statuses,
    Rubbish rubbish,
    Clock clock,
    Timers timers,
    Metrics metrics) {

  /** A status that carries this agent's id. */
  public TaskStatus.Builder status(TaskID task, TaskState state) {
    return statuses.status(agentId(), task, state);
  }

  AgentID agentId() {
    return ledger.host().info().getId();
  }

  /** A status of a run's task, as its executor tells it. */
  TaskStatus.Builder status(Run run, TaskState state) {
    return status(run.record().task().getTaskId(), state)
        .setSource(TaskStatus.Source.SOURCE_EXECUTOR)
        .setExecutorId(run.executor())
        .setContainerStatus(run.status);
  }

  void update(Run run, TaskStatus.Builder status) {
    delivery.update(run.key(), status.build(), run.metaTask());
  }

  /** The state for frameworks that know it; others are told that the task is lost. */
  TaskState ifPartitionAware(Run run, TaskState state) {
    boolean aware =
        ledger
            .framework(run.framework())
            .filter(f -> f.can(Capability.Type.PARTITION_AWARE))
            .isPresent();
    return aware ? state : TaskState.TASK_LOST;
  }
}
