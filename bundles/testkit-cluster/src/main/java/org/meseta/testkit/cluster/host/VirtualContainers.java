package org.meseta.testkit.cluster.host;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.meseta.plugin.containerizer.ContainerLaunch;
import org.meseta.plugin.containerizer.Containerizer;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.ResourceStatistics;
import org.meseta.resources.Resources;
import org.meseta.testkit.cluster.process.MortalRuntime;

/** The containers of a host, in the hands of one life of its agent. */
final class VirtualContainers implements Containerizer {
  private final VirtualHost host;
  private final MortalRuntime agent;

  VirtualContainers(VirtualHost host, MortalRuntime agent) {
    this.host = host;
    this.agent = agent;
  }

  @Override
  public CompletionStage<Recovery> recover(Collection<ContainerID> known) {
    CompletableFuture<Recovery> found = new CompletableFuture<>();
    host.soon(() -> found.complete(find(known)));
    return found;
  }

  private Recovery find(Collection<ContainerID> known) {
    Set<ContainerID> alive = new LinkedHashSet<>();
    Set<ContainerID> lost = new LinkedHashSet<>();
    Set<ContainerID> orphans = new LinkedHashSet<>();
    for (ContainerID id : known) {
      Box box = host.box(id);
      if (box == null || box.isStarting()) {
        host.boxes().remove(id);
        lost.add(id);
      } else if (box.isRunning()) {
        alive.add(id);
      }
    }
    if (!agent.isDead()) {
      for (Box box : List.copyOf(host.boxes().values())) {
        if (!known.contains(box.id())) {
          orphans.add(box.id());
          host.destroy(box);
        }
      }
    }
    return new Recovery(alive, lost, orphans);
  }

  @Override
  public CompletionStage<Launched> launch(ContainerLaunch launch) {
    return host.launch(launch, agent);
  }

  @Override
  public CompletionStage<Void> update(ContainerID container, Resources resources) {
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<ResourceStatistics> usage(ContainerID container) {
    return answer(container, box -> ResourceStatistics.newBuilder().setTimestamp(1).build());
  }

  @Override
  public CompletionStage<ContainerStatus> status(ContainerID container) {
    return answer(container, box -> ContainerStatus.newBuilder().setExecutorPid(box.pid()).build());
  }

  private <T> CompletionStage<T> answer(ContainerID container, Function<Box, T> question) {
    Box box = host.box(container);
    return box == null
        ? CompletableFuture.failedFuture(new IllegalStateException("unknown container"))
        : CompletableFuture.completedFuture(question.apply(box));
  }

  @Override
  public CompletionStage<Termination> wait(ContainerID container) {
    Box box = host.box(container);
    return box == null
        ? CompletableFuture.failedFuture(new IllegalStateException("unknown container"))
        : box.end;
  }

  @Override
  public CompletionStage<Boolean> signal(ContainerID container, int signal) {
    Box box = host.box(container);
    if (box == null || box.isOver()) {
      return CompletableFuture.completedFuture(false);
    }
    host.signal(box, signal);
    return CompletableFuture.completedFuture(true);
  }

  @Override
  public CompletionStage<Boolean> destroy(ContainerID container) {
    Box box = host.box(container);
    if (box == null) {
      return CompletableFuture.completedFuture(false);
    }
    host.destroy(box);
    return box.end.thenApply(end -> true);
  }

  @Override
  public void forget(ContainerID container) {
    host.boxes().remove(container);
  }

  @Override
  public Set<ContainerID> containers() {
    Set<ContainerID> alive = new LinkedHashSet<>(host.boxes().keySet());
    alive.removeIf(
        id -> {
          Box box = host.box(id);
          return box == null || box.isOver();
        });
    return alive;
  }

  @Override
  public void close() {}
}
