package org.meseta.master.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.meseta.master.api.Outcome;
import org.meseta.master.api.SchedulerStream;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.AgentID;
import org.meseta.protocol.v1.Filters;
import org.meseta.protocol.v1.FrameworkID;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.TaskInfo;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

/** A scheduler that does what a test says. */
final class TestScheduler {
  final MasterRig rig;
  final String name;
  final List<Event> events = new ArrayList<>();
  FrameworkInfo info;
  Stream stream;
  private int streams;

  TestScheduler(MasterRig rig, String name, FrameworkInfo.Capability.Type... capabilities) {
    this.rig = rig;
    this.name = name;
    FrameworkInfo.Builder builder = FrameworkInfo.newBuilder().setUser("nobody").setName(name);
    for (FrameworkInfo.Capability.Type capability : capabilities) {
      builder.addCapabilitiesBuilder().setType(capability);
    }
    this.info = builder.build();
    this.stream = new Stream("none");
  }

  TestScheduler with(Function<FrameworkInfo.Builder, FrameworkInfo.Builder> change) {
    info = change.apply(info.toBuilder()).build();
    return this;
  }

  TestScheduler subscribe(String... suppressed) {
    return subscribeAs(Principal.ANONYMOUS, suppressed);
  }

  TestScheduler subscribeAs(Principal principal, String... suppressed) {
    return subscribe(
        principal,
        Call.Subscribe.newBuilder()
            .setFrameworkInfo(info)
            .addAllSuppressedRoles(List.of(suppressed)));
  }

  TestScheduler subscribe(Principal principal, Call.Subscribe.Builder subscribe) {
    stream = new Stream(name + "-stream-" + streams++);
    Call.Builder call = Call.newBuilder().setType(Call.Type.SUBSCRIBE).setSubscribe(subscribe);
    if (info.hasId()) {
      call.setFrameworkId(info.getId());
    }
    rig.master.subscribe(principal, call.build(), stream);
    rig.time.run();
    last(Event.Type.SUBSCRIBED)
        .forEach(e -> with(i -> i.setId(e.getSubscribed().getFrameworkId())));
    return this;
  }

  private List<Event> last(Event.Type type) {
    List<Event> all = all(type);
    return all.isEmpty() ? all : all.subList(all.size() - 1, all.size());
  }

  void drop() {
    rig.master.unsubscribed(stream);
    rig.time.run();
  }

  FrameworkID id() {
    return info.getId();
  }

  List<Event> all(Event.Type type) {
    return events.stream().filter(event -> event.getType() == type).toList();
  }

  List<Offer> offers() {
    return all(Event.Type.OFFERS).stream()
        .flatMap(event -> event.getOffers().getOffersList().stream())
        .toList();
  }

  Offer lastOffer() {
    List<Offer> offers = offers();
    return offers.get(offers.size() - 1);
  }

  List<TaskStatus> updates() {
    return all(Event.Type.UPDATE).stream().map(event -> event.getUpdate().getStatus()).toList();
  }

  List<TaskState> states() {
    return updates().stream().map(TaskStatus::getState).toList();
  }

  TaskStatus lastUpdate() {
    List<TaskStatus> updates = updates();
    return updates.get(updates.size() - 1);
  }

  List<String> errors() {
    return all(Event.Type.ERROR).stream().map(event -> event.getError().getMessage()).toList();
  }

  Outcome call(Function<Call.Builder, Call.Builder> call) {
    return callAs(Principal.ANONYMOUS, stream.id(), call);
  }

  Outcome callAs(Principal principal, String streamId, Function<Call.Builder, Call.Builder> call) {
    var outcome =
        rig.master
            .call(principal, streamId, call.apply(Call.newBuilder().setFrameworkId(id())).build())
            .toCompletableFuture();
    rig.time.run();
    return outcome.join();
  }

  private void accepted(Function<Call.Builder, Call.Builder> call) {
    assertThat(call(call)).isEqualTo(Outcome.ACCEPTED);
  }

  void launch(Offer offer, TaskInfo... tasks) {
    accept(List.of(offer), 5, MasterRig.launch(tasks));
  }

  void accept(List<Offer> offers, double refuseSeconds, Offer.Operation... operations) {
    accepted(
        c -> {
          c.setType(Call.Type.ACCEPT);
          c.getAcceptBuilder()
              .addAllOfferIds(offers.stream().map(Offer::getId).toList())
              .addAllOperations(List.of(operations))
              .setFilters(Filters.newBuilder().setRefuseSeconds(refuseSeconds));
          return c;
        });
  }

  void decline(Offer offer, double refuseSeconds) {
    accepted(
        c -> {
          c.setType(Call.Type.DECLINE);
          c.getDeclineBuilder()
              .addOfferIds(offer.getId())
              .setFilters(Filters.newBuilder().setRefuseSeconds(refuseSeconds));
          return c;
        });
  }

  void kill(String task) {
    accepted(
        c -> {
          c.setType(Call.Type.KILL);
          c.getKillBuilder().setTaskId(MasterRig.taskId(task));
          return c;
        });
  }

  void kill(AgentID agent, String task) {
    accepted(
        c -> {
          c.setType(Call.Type.KILL);
          c.getKillBuilder().setTaskId(MasterRig.taskId(task)).setAgentId(agent);
          return c;
        });
  }

  void acknowledge(TestAgent agent, String task, TaskState state) {
    accepted(
        c -> {
          c.setType(Call.Type.ACKNOWLEDGE);
          c.getAcknowledgeBuilder()
              .setAgentId(agent.id())
              .setTaskId(MasterRig.taskId(task))
              .setUuid(TestAgent.uuid(task, state));
          return c;
        });
  }

  void revive(String... roles) {
    accepted(
        c -> {
          c.setType(Call.Type.REVIVE);
          c.getReviveBuilder().addAllRoles(List.of(roles));
          return c;
        });
  }

  void suppress(String... roles) {
    accepted(
        c -> {
          c.setType(Call.Type.SUPPRESS);
          c.getSuppressBuilder().addAllRoles(List.of(roles));
          return c;
        });
  }

  void reconcile(String... tasks) {
    accepted(
        c -> {
          c.setType(Call.Type.RECONCILE);
          c.getReconcileBuilder();
          for (String task : tasks) {
            c.getReconcileBuilder().addTasksBuilder().setTaskId(MasterRig.taskId(task));
          }
          return c;
        });
  }

  void reconcile(AgentID agent, String... tasks) {
    accepted(
        c -> {
          c.setType(Call.Type.RECONCILE);
          for (String task : tasks) {
            c.getReconcileBuilder()
                .addTasksBuilder()
                .setTaskId(MasterRig.taskId(task))
                .setAgentId(agent);
          }
          return c;
        });
  }

  Outcome update(FrameworkInfo to, String... suppressed) {
    return call(
        c -> {
          c.setType(Call.Type.UPDATE_FRAMEWORK);
          c.getUpdateFrameworkBuilder()
              .setFrameworkInfo(to)
              .addAllSuppressedRoles(List.of(suppressed));
          return c;
        });
  }

  void teardown() {
    accepted(c -> c.setType(Call.Type.TEARDOWN));
  }

  @Override
  public String toString() {
    return name;
  }

  final class Stream implements SchedulerStream {
    private final String id;
    boolean closed;

    Stream(String id) {
      this.id = id;
    }

    @Override
    public String id() {
      return id;
    }

    @Override
    public void send(Event event) {
      if (!closed) {
        events.add(event);
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        rig.master.unsubscribed(this);
      }
    }
  }
}
