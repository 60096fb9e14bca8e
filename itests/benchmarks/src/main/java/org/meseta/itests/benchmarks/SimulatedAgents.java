package org.meseta.itests.benchmarks;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.meseta.http.api.LinkProtocol;
import org.meseta.http.api.LinkSession;
import org.meseta.http.client.DialOptions;
import org.meseta.protocol.v1.AgentInfo;
import org.meseta.resources.Resources;

/** Many {@link SimulatedAgent}s, each with a link of its own. Usable from any thread. */
final class SimulatedAgents {
  private static final Resources RESOURCES =
      Resources.parse("cpus:64;mem:262144;disk:1048576;ports:[31000-32000]", "*");

  /** So many register at once. */
  private static final int AT_ONCE = 64;

  private static final DialOptions OPTIONS =
      new DialOptions(
          LinkProtocol.NAME,
          Map.of(),
          Duration.ofSeconds(10),
          LinkProtocol.MAX_MESSAGE_BYTES,
          LinkProtocol.MAX_QUEUE_BYTES);

  private final Bench bench;
  private final int count;
  private final URI address;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger registered = new AtomicInteger();
  private final CompletableFuture<Integer> all = new CompletableFuture<>();

  private SimulatedAgents(Bench bench, int count) {
    this.bench = bench;
    this.count = count;
    this.address = URI.create("ws://" + bench.master().getAuthority() + LinkProtocol.PATH);
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
            bench.runtime().clock(), bench.runtime().timers(), "simulated-" + number, agent);
    bench.client().dialer().dial(address, OPTIONS, session);
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
