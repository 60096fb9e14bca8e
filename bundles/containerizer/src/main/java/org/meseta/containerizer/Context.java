package org.meseta.containerizer;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.meseta.containerizer.async.Stages;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Clock;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.Timers;
import org.meseta.plugin.host.Lane;
import org.meseta.plugin.isolator.IsolatorContext;
import org.meseta.protocol.v1.ContainerID;

/** What isolators are given. */
record Context(
    Means means, Containers containers, Path workDir, Lane lane, Blocking blocking, Metrics metrics)
    implements IsolatorContext {

  @Override
  public Clock clock() {
    return means.loop().clock();
  }

  @Override
  public Timers timers() {
    return lane.timers();
  }

  @Override
  public CompletionStage<Set<Long>> processes(ContainerID id) {
    CompletableFuture<Set<Long>> answer = new CompletableFuture<>();
    means.loop().execute(() -> Stages.connect(now(id), answer));
    return answer.thenApplyAsync(Function.identity(), lane.executor());
  }

  private CompletableFuture<Set<Long>> now(ContainerID id) {
    Optional<Container> container = containers.find(id);
    return container.isPresent()
        ? means.io(() -> container.get().enclosure.processes())
        : CompletableFuture.completedFuture(Set.of());
  }
}
