package org.meseta.itests.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meseta.http.client.SchedulerConnection;
import org.meseta.http.client.SchedulerOptions;
import org.meseta.http.client.WebException;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.scheduler.Call;
import org.meseta.protocol.v1.scheduler.Event;

/** A framework that only listens, and wants no offers. */
final class Subscriber implements SchedulerConnection.Listener {
  private final CompletableFuture<@Nullable Void> subscribed = new CompletableFuture<>();

  Subscriber(Bench bench, String name) {
    Call.Subscribe.Builder subscribe = Call.Subscribe.newBuilder().addSuppressedRoles("*");
    FrameworkInfo.Builder framework =
        subscribe
            .getFrameworkInfoBuilder()
            .setName(name)
            .setUser(System.getProperty("user.name"))
            .addRoles("*");
    framework.addCapabilitiesBuilder().setType(FrameworkInfo.Capability.Type.MULTI_ROLE);
    SchedulerConnection.subscribe(
        bench.client(), bench.master(), subscribe.build(), SchedulerOptions.DEFAULT, this);
  }

  CompletionStage<@Nullable Void> subscribed() {
    return subscribed;
  }

  @Override
  public void event(Event event) {
    if (event.getType() == Event.Type.SUBSCRIBED) {
      subscribed.complete(null);
    }
  }

  @Override
  public void closed(WebException why) {
    subscribed.completeExceptionally(why);
  }
}
