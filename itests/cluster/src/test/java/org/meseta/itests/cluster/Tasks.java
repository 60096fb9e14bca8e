package org.meseta.itests.cluster;

import java.util.List;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.scheduler.Call;

/** Small tasks and the calls about them. */
final class Tasks {

  private static final double CPUS = 0.1;
  private static final double MEM = 32;

  private Tasks() {}

  /** How many of these tasks there is room for. */
  static int slots(Offer offer) {
    return (int) Math.min(amount("cpus", offer) / CPUS + 1e-6, amount("mem", offer) / MEM);
  }

  private static double amount(String name, Offer offer) {
    return offer.getResourcesList().stream()
        .filter(r -> r.getName().equals(name))
        .mapToDouble(r -> r.getScalar().getValue())
        .sum();
  }

  static TaskInfo.Builder task(String id, Offer offer, String command) {
    return TaskInfo.newBuilder()
        .setName(id)
        .setTaskId(TaskID.newBuilder().setValue(id))
        .setAgentId(offer.getAgentId())
        .addResources(scalar("cpus", CPUS, offer))
        .addResources(scalar("mem", MEM, offer))
        .setCommand(CommandInfo.newBuilder().setValue(command));
  }

  /** So much of what was offered, allocated as the offer says. */
  private static Resource scalar(String name, double value, Offer offer) {
    Resource offered =
        offer.getResourcesList().stream()
            .filter(r -> r.getName().equals(name))
            .findFirst()
            .orElseThrow();
    return offered.toBuilder().setScalar(Value.Scalar.newBuilder().setValue(value)).build();
  }

  static Call.Builder launch(Offer offer, TaskInfo.Builder... tasks) {
    Offer.Operation.Launch.Builder launch = Offer.Operation.Launch.newBuilder();
    List.of(tasks).forEach(launch::addTaskInfos);
    return Call.newBuilder()
        .setType(Call.Type.ACCEPT)
        .setAccept(
            Call.Accept.newBuilder()
                .addOfferIds(offer.getId())
                .setFilters(Filters.newBuilder().setRefuseSeconds(0))
                .addOperations(
                    Offer.Operation.newBuilder()
                        .setType(Offer.Operation.Type.LAUNCH)
                        .setLaunch(launch)));
  }

  static Call.Builder kill(String task) {
    return Call.newBuilder()
        .setType(Call.Type.KILL)
        .setKill(Call.Kill.newBuilder().setTaskId(TaskID.newBuilder().setValue(task)));
  }

  static Call.Builder decline(Offer offer, double seconds) {
    return Call.newBuilder()
        .setType(Call.Type.DECLINE)
        .setDecline(
            Call.Decline.newBuilder()
                .addOfferIds(offer.getId())
                .setFilters(Filters.newBuilder().setRefuseSeconds(seconds)));
  }
}
