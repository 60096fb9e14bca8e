package org.meseta.itests.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.meseta.master.api.Master;
import org.meseta.master.api.SchedulerStream;
import org.meseta.plugin.authorizer.Principal;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OperationID;
import org.meseta.protocol.v1.OperationStatus;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

/** A scheduler that does what a test says, and acknowledges what it is told of operations. */
final class ScriptedScheduler {
  private final Pair pair;
  private FrameworkInfo info;
  private Stream stream;

  /** What it was told of operations. */
  final List<OperationStatus> told = new ArrayList<>();

  Optional<Offer> offer = Optional.empty();

  @SuppressWarnings("NullAway") // by subscribe
  ScriptedScheduler(Pair pair, String role) {
    this.pair = pair;
    this.info =
        FrameworkInfo.newBuilder()
            .setUser("user")
            .setName("keeper")
            .setFailoverTimeout(1e6)
            .setCheckpoint(true)
            .addRoles(role)
            .addCapabilities(Capability.newBuilder().setType(Capability.Type.MULTI_ROLE))
            .addCapabilities(
                Capability.newBuilder().setType(Capability.Type.RESERVATION_REFINEMENT))
            .build();
  }

  void subscribe() {
    offer = Optional.empty();
    stream = new Stream(pair.master());
    Call.Builder call = Call.newBuilder().setType(Call.Type.SUBSCRIBE);
    call.getSubscribeBuilder().setFrameworkInfo(info);
    if (info.hasId()) {
      call.setFrameworkId(info.getId());
    }
    stream.master.subscribe(Principal.ANONYMOUS, call.build(), stream);
  }

  void accept(List<Offer.Operation> operations) {
    Call.Builder call = Call.newBuilder().setType(Call.Type.ACCEPT);
    call.getAcceptBuilder()
        .addOfferIds(offer.orElseThrow().getId())
        .addAllOperations(operations)
        .getFiltersBuilder()
        .setRefuseSeconds(0);
    offer = Optional.empty();
    call(call);
  }

  /** Asks what has become of an operation. */
  void reconcile(String id, Offer from) {
    Call.Builder call = Call.newBuilder().setType(Call.Type.RECONCILE_OPERATIONS);
    call.getReconcileOperationsBuilder()
        .addOperationsBuilder()
        .setOperationId(OperationID.newBuilder().setValue(id))
        .setAgentId(from.getAgentId());
    call(call);
  }

  private void call(Call.Builder call) {
    Stream through = stream;
    call.setFrameworkId(info.getId());
    pair.network.execute(
        () -> {
          if (through == stream && pair.step("scheduler: " + call.getType())) {
            through.master.call(Principal.ANONYMOUS, through.id(), call.build());
          }
        });
  }

  private void heard(Event event) {
    switch (event.getType()) {
      case SUBSCRIBED ->
          info = info.toBuilder().setId(event.getSubscribed().getFrameworkId()).build();
      case OFFERS -> offer = Optional.of(event.getOffers().getOffers(0));
      case RESCIND -> offer = Optional.empty();
      case UPDATE_OPERATION_STATUS -> heard(event.getUpdateOperationStatus().getStatus());
      case ERROR -> throw new AssertionError(event.getError().getMessage());
      default -> {}
    }
  }

  private void heard(OperationStatus status) {
    told.add(status);
    if (status.hasUuid()) {
      Call.Builder call = Call.newBuilder().setType(Call.Type.ACKNOWLEDGE_OPERATION_STATUS);
      call.getAcknowledgeOperationStatusBuilder()
          .setOperationId(status.getOperationId())
          .setAgentId(status.getAgentId())
          .setUuid(status.getUuid().getValue());
      call(call);
    }
  }

  /** Waits until there is an offer. */
  Offer awaitOffer() {
    Supplier<Optional<Offer>> next = () -> offer;
    for (int i = 0; i < 100 && next.get().isEmpty(); i++) {
      pair.time.advance(Duration.ofSeconds(1));
    }
    return next.get().orElseThrow(() -> new AssertionError("no offer"));
  }

  private final class Stream implements SchedulerStream {
    private final Master master;

    Stream(Master master) {
      this.master = master;
    }

    @Override
    public String id() {
      return "stream-" + System.identityHashCode(master);
    }

    @Override
    public void send(Event event) {
      pair.network.execute(
          () -> {
            boolean counts = event.getType() == Event.Type.UPDATE_OPERATION_STATUS;
            if (stream == this && (!counts || pair.step("scheduler hears of operation"))) {
              heard(event);
            }
          });
    }

    @Override
    public void close() {
      throw new AssertionError("the master closes the stream");
    }
  }
}
