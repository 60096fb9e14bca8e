package org.meseta.containerizer;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.meseta.containerizer.async.Stages;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
import org.meseta.plugin.isolator.IsolatorContext;
import org.meseta.protocol.v1.ContainerID;

/** What isolators are given. */
record Context(Means means, Containers containers, Metrics metrics) implements IsolatorContext {

  @Override
  public Clock clock() {
    return means.loop().clock();
  }

  @Override
  public Timers timers() {
    return means.loop().timers();
  }

  @Override
  public Blocking blocking() {
    return means.blocking();
  }

  @Override
  public CompletionStage<Set<Long>> processes(ContainerID id) {
    CompletableFuture<Set<Long>> answer = new CompletableFuture<>();
    means.loop().execute(() -> Stages.connect(now(id), answer));
    return answer;
  }

  private CompletableFuture<Set<Long>> now(ContainerID id) {
    Optional<Container> container = containers.find(id);
    return container.isPresent()
        ? means.io(() -> container.get().enclosure.processes())
        : CompletableFuture.completedFuture(Set.of());
  }
}
