package org.meseta.itests.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.meseta.itests.cluster.Scheduler.Media;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.TaskID;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.scheduler.Call;

/** A framework that takes one task of each offer in which it fits, and declines the others. */
final class Taker implements AutoCloseable {
  private static final double AN_HOUR = 3600;

  private final Scheduler scheduler;
  private final String role;
  private final Map<String, Double> demand;
  private int tasks;

  /**
   * Subscribes; nothing is taken before {@link #react}.
   *
   * @param demand of each task
   */
  Taker(Daemon master, String role, Map<String, Double> demand) throws Exception {
    this.role = role;
    this.demand = new TreeMap<>(demand);
    var info = Scheduler.framework(role).addRoles(role);
    info.addCapabilitiesBuilder().setType(Capability.Type.MULTI_ROLE);
    scheduler = Scheduler.subscribe(master, Media.PROTOBUF, info.build());
  }

  int tasks() {
    return tasks;
  }

  double holds(String resource) {
    return tasks * demand.getOrDefault(resource, 0.0);
  }

  /** Answers the offers of the next event, if one comes soon. */
  void react() throws IOException, InterruptedException {
    var event = scheduler.next(Duration.ofMillis(20));
    if (event.isPresent() && event.get().hasOffers()) {
      for (Offer offer : event.get().getOffers().getOffersList()) {
        answer(offer);
      }
    }
  }

  private void answer(Offer offer) throws IOException, InterruptedException {
    if (demand.entrySet().stream().allMatch(d -> amount(d.getKey(), offer) >= d.getValue())) {
      tasks++;
      scheduler.tell(Tasks.launch(offer, task(offer)));
    } else {
      scheduler.tell(Tasks.decline(offer, AN_HOUR));
    }
  }

  private TaskInfo.Builder task(Offer offer) {
    TaskInfo.Builder task =
        TaskInfo.newBuilder()
            .setName(role)
            .setTaskId(TaskID.newBuilder().setValue("task-" + tasks))
            .setAgentId(offer.getAgentId())
            .setCommand(CommandInfo.newBuilder().setValue("exec sleep 300"));
    demand.forEach((name, amount) -> task.addResources(some(named(name, offer).get(0), amount)));
    return task;
  }

  private static Resource some(Resource offered, double amount) {
    return offered.toBuilder().setScalar(Value.Scalar.newBuilder().setValue(amount)).build();
  }

  private static List<Resource> named(String name, Offer offer) {
    return offer.getResourcesList().stream().filter(r -> r.getName().equals(name)).toList();
  }

  private static double amount(String name, Offer offer) {
    return named(name, offer).stream().mapToDouble(r -> r.getScalar().getValue()).sum();
  }

  /** Wants no more offers. */
  void suppress() throws IOException, InterruptedException {
    scheduler.tell(
        Call.newBuilder()
            .setType(Call.Type.SUPPRESS)
            .setSuppress(Call.Suppress.newBuilder().addRoles(role)));
  }

  /** Ends its tasks. */
  void teardown() throws IOException, InterruptedException {
    scheduler.tell(Call.newBuilder().setType(Call.Type.TEARDOWN));
  }

  @Override
  public void close() {
    scheduler.close();
  }
}
