package org.meseta.itests.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.meseta.http.api.LinkSession;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.resources.Resources;

/** Many {@link SimulatedAgent}s, each with a link of its own. Usable from any thread. */
final class SimulatedAgents {
  private static final Resources RESOURCES =
      Resources.parse("cpus:64;mem:262144;disk:1048576;ports:[31000-32000]", "*");

  /** So many register at once. */
  private static final int AT_ONCE = 64;

  private final Bench bench;
  private final int count;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger registered = new AtomicInteger();
  private final CompletableFuture<Integer> all = new CompletableFuture<>();

  private SimulatedAgents(Bench bench, int count) {
    this.bench = bench;
    this.count = count;
  }

  /** Completes when all are registered. */
  static CompletionStage<Integer> register(Bench bench, int count) {
    SimulatedAgents agents = new SimulatedAgents(bench, count);
    for (int i = 0; i < AT_ONCE; i++) {
      agents.dialNext();
    }
    return agents.all;
  }

  private void dialNext() {
    int number = next.getAndIncrement();
    if (number >= count) {
      return;
    }
    SimulatedAgent agent = new SimulatedAgent(number, info(number));
    agent.registered().whenComplete((id, failure) -> arrived(failure));
    LinkSession session =
        LinkSession.dialling(
            bench.runtime().clock(), bench.reactor(), "simulated-" + number, agent);
    LinkWire wire = new LinkWire(bench.master(), session);
    bench.reactor().execute(() -> bench.reactor().connect(bench.master(), wire));
  }

  private void arrived(@Nullable Throwable failure) {
    if (failure != null) {
      all.completeExceptionally(failure);
    } else if (registered.incrementAndGet() == count) {
      all.complete(count);
    } else {
      dialNext();
    }
  }

  private static AgentInfo info(int number) {
    return AgentInfo.newBuilder()
        .setHostname("simulated-" + number)
        .setPort(1 + number)
        .addAllResources(RESOURCES.toList())
        .build();
  }
}
