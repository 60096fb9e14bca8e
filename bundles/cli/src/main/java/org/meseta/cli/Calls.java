package org.meseta.cli;

import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Call;

/** The calls that a task needs. */
final class Calls {
  private Calls() {}

  static Call.Builder launch(Offer offer, TaskInfo.Builder task) {
    Call.Accept.Builder accept = Call.Accept.newBuilder().addOfferIds(offer.getId());
    accept
        .addOperationsBuilder()
        .setType(Offer.Operation.Type.LAUNCH)
        .getLaunchBuilder()
        .addTaskInfos(task.clone().setAgentId(offer.getAgentId()));
    return Call.newBuilder().setType(Call.Type.ACCEPT).setAccept(accept);
  }

  static Call.Builder decline(Offer offer) {
    return Call.newBuilder()
        .setType(Call.Type.DECLINE)
        .setDecline(Call.Decline.newBuilder().addOfferIds(offer.getId()));
  }

  static Call.Builder acknowledge(TaskStatus update) {
    return Call.newBuilder()
        .setType(Call.Type.ACKNOWLEDGE)
        .setAcknowledge(
            Call.Acknowledge.newBuilder()
                .setAgentId(update.getAgentId())
                .setTaskId(update.getTaskId())
                .setUuid(update.getUuid()));
  }

  static Call.Builder kill(TaskID task) {
    return Call.newBuilder()
        .setType(Call.Type.KILL)
        .setKill(Call.Kill.newBuilder().setTaskId(task));
  }
}
