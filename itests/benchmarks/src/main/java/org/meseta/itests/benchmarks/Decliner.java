package org.meseta.itests.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.meseta.http.client.WireFormat;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

/** A framework that declines all it is offered, for an hour. Lives on its reactor. */
final class Decliner implements SchedulerWires.Listener {
  private static final int AN_HOUR = 3600;

  private final SchedulerWires master;
  private final CompletableFuture<String> subscribed = new CompletableFuture<>();

  Decliner(Bench bench) {
    this.master = new SchedulerWires(bench, WireFormat.PROTOBUF, this);
  }

  /** Completes with its id. */
  CompletionStage<String> start(String name) {
    master.subscribe(Call.Subscribe.newBuilder().setFrameworkInfo(SchedulerWires.framework(name)));
    return subscribed;
  }

  @Override
  public void event(Event event) {
    switch (event.getType()) {
      case SUBSCRIBED -> subscribed.complete(event.getSubscribed().getFrameworkId().getValue());
      case OFFERS -> decline(event.getOffers());
      default -> {
        // offers are all that counts
      }
    }
  }

  private void decline(Event.Offers offers) {
    Call.Builder call = Call.newBuilder().setType(Call.Type.DECLINE);
    Call.Decline.Builder decline = call.getDeclineBuilder();
    offers.getOffersList().stream().map(Offer::getId).forEach(decline::addOfferIds);
    decline.getFiltersBuilder().setRefuseSeconds(AN_HOUR);
    master.call(call);
  }

  @Override
  public void closed(String reason) {
    subscribed.completeExceptionally(new IllegalStateException(reason));
  }
}
