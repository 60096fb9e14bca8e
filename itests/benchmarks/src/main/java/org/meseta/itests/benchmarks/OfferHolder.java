package org.meseta.itests.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meseta.http.client.WireFormat;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

/**
 * A framework that launches nothing: it holds the offers it gets, but for some at a time, which it
 * declines so that there is always something to offer. Lives on its reactor.
 */
final class OfferHolder implements SchedulerWires.Listener {
  /** So many of each lot of offers are declined. */
  private static final int DECLINED = 50;

  private final SchedulerWires master;
  private final OfferLog log;
  private final CompletableFuture<@Nullable Void> subscribed = new CompletableFuture<>();

  OfferHolder(Bench bench, OfferLog log) {
    this.master = new SchedulerWires(bench, WireFormat.PROTOBUF, this);
    this.log = log;
  }

  CompletionStage<@Nullable Void> start(String name) {
    master.subscribe(Call.Subscribe.newBuilder().setFrameworkInfo(SchedulerWires.framework(name)));
    return subscribed;
  }

  @Override
  public void event(Event event) {
    switch (event.getType()) {
      case SUBSCRIBED -> subscribed.complete(null);
      case OFFERS -> offered(event.getOffers());
      default -> {
        // offers are all that counts
      }
    }
  }

  private void offered(Event.Offers offers) {
    log.offered();
    Call.Builder call = Call.newBuilder().setType(Call.Type.DECLINE);
    Call.Decline.Builder decline = call.getDeclineBuilder();
    offers.getOffersList().stream().limit(DECLINED).map(Offer::getId).forEach(decline::addOfferIds);
    decline.getFiltersBuilder().setRefuseSeconds(0);
    master.call(call);
  }

  @Override
  public void closed(String reason) {
    subscribed.completeExceptionally(new IllegalStateException(reason));
  }
}
