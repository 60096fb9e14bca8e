package org.meseta.master.calls;

import java.util.List;
import org.meseta.master.ledger.TaskRef;
import org.meseta.protocol.link.KillTask;
import org.meseta.protocol.link.MasterMessage;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.Task;
import org.meseta.protocol.v1.scheduler.Call;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A framework wants a task killed. If it is not known, it is told what has become of it. */
final class KillTaskCall {
  private static final Logger LOG = LoggerFactory.getLogger(KillTaskCall.class);

  private final Desk desk;
  private final ReconcileCall reconcile;

  KillTaskCall(Desk desk, ReconcileCall reconcile) {
    this.desk = desk;
    this.reconcile = reconcile;
  }

  void handle(FrameworkID framework, Call.Kill call) {
    desk.counters().count("messages_kill_task");
    Task task = desk.ledger().task(new TaskRef(framework, call.getTaskId()));
    if (task == null) {
      reconcile.handle(framework, List.of(asked(call)));
    } else if (call.hasAgentId() && !call.getAgentId().equals(task.getAgentId())) {
      LOG.warn(
          "Task {} is not on agent {}: not killed",
          task.getTaskId().getValue(),
          call.getAgentId().getValue());
    } else {
      kill(task, call);
    }
  }

  private static Call.Reconcile.Task asked(Call.Kill call) {
    Call.Reconcile.Task.Builder asked =
        Call.Reconcile.Task.newBuilder().setTaskId(call.getTaskId());
    if (call.hasAgentId()) {
      asked.setAgentId(call.getAgentId());
    }
    return asked.build();
  }

  /** Tells the agent, now or when it returns. */
  private void kill(Task task, Call.Kill call) {
    LOG.info(
        "Killing task {} of framework {}",
        task.getTaskId().getValue(),
        task.getFrameworkId().getValue());
    desk.ledger().rememberKill(task);
    KillTask.Builder kill =
        KillTask.newBuilder().setFrameworkId(task.getFrameworkId()).setTaskId(task.getTaskId());
    if (call.hasKillPolicy()) {
      kill.setKillPolicy(call.getKillPolicy());
    }
    desk.peers().toAgent(task.getAgentId(), MasterMessage.newBuilder().setKillTask(kill));
  }
}
