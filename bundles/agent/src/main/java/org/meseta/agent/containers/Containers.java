package org.meseta.agent.containers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.containerizer.ContainerLaunch;
import org.meseta.plugin.containerizer.Containerizer;
import org.meseta.plugin.containerizer.Containerizer.Launched;
import org.meseta.plugin.containerizer.Containerizer.Recovery;
import org.meseta.plugin.containerizer.LaunchRefusedException;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.ResourceStatistics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All containerizers as one: a container stays with the one that launched it. What a containerizer
 * throws becomes a failed stage; every stage completes on the agent's loop, to which all of this
 * belongs.
 */
public final class Containers {
  private static final Logger LOG = LoggerFactory.getLogger(Containers.class);

  private final Executor loop;
  private List<Containerizer> containerizers = List.of();
  private final Map<ContainerID, Containerizer> owners = new HashMap<>();

  /** Begins without containerizers. */
  public Containers(Executor loop) {
    this.loop = loop;
  }

  /**
   * Takes the containerizers, once, before anything else.
   *
   * @param all in the order in which they are asked to launch
   */
  public void use(List<Containerizer> all) {
    containerizers = List.copyOf(all);
  }

  /** Finds containers again. One is lost if no containerizer can say anything about it. */
  public CompletionStage<Recovery> recover(Collection<ContainerID> known) {
    CompletionStage<Recovery> all =
        CompletableFuture.completedFuture(new Recovery(Set.of(), Set.copyOf(known), Set.of()));
    for (Containerizer each : containerizers) {
      all = all.thenCombine(guarded(() -> each.recover(known)), (a, b) -> merge(each, known, a, b));
    }
    return onLoop(all);
  }

  private Recovery merge(
      Containerizer containerizer, Collection<ContainerID> known, Recovery before, Recovery found) {
    for (ContainerID container : known) {
      if (!found.lost().contains(container)) {
        owners.put(container, containerizer);
      }
    }
    Set<ContainerID> lost = new HashSet<>(before.lost());
    lost.retainAll(found.lost());
    return new Recovery(
        both(before.alive(), found.alive()), lost, both(before.orphans(), found.orphans()));
  }

  private static Set<ContainerID> both(Set<ContainerID> one, Set<ContainerID> other) {
    Set<ContainerID> both = new HashSet<>(one);
    both.addAll(other);
    return both;
  }

  /** Launches with the first containerizer that does such containers. */
  public CompletionStage<Launched> launch(ContainerLaunch launch) {
    return onLoop(launch(launch, 0, new ArrayList<>()));
  }

  private CompletionStage<Launched> launch(ContainerLaunch launch, int at, List<String> refusals) {
    if (at == containerizers.size()) {
      return CompletableFuture.failedFuture(
          new LaunchRefusedException("No containerizer runs this: " + String.join("; ", refusals)));
    }
    Containerizer next = containerizers.get(at);
    owners.put(launch.id(), next);
    return onLoop(guarded(() -> next.launch(launch)))
        .handle((done, failure) -> launched(launch, at, refusals, done, failure))
        .thenCompose(Function.identity());
  }

  private CompletionStage<Launched> launched(
      ContainerLaunch launch,
      int at,
      List<String> refusals,
      @Nullable Launched done,
      @Nullable Throwable failure) {
    if (done != null) {
      return CompletableFuture.completedFuture(done);
    }
    owners.remove(launch.id());
    Throwable cause = cause(failure);
    if (cause instanceof LaunchRefusedException) {
      refusals.add(cause.getMessage());
      return launch(launch, at + 1, refusals);
    }
    return CompletableFuture.failedFuture(cause);
  }

  /** Tells the end of a container. */
  public CompletionStage<Termination> end(ContainerID container) {
    return ask(container, c -> c.wait(container));
  }

  /** Sends a signal to the command's process group. */
  public CompletionStage<Boolean> signal(ContainerID container, int signal) {
    return ask(container, c -> c.signal(container, signal));
  }

  /** Kills every process of the container. */
  public CompletionStage<Boolean> destroy(ContainerID container) {
    return ask(container, c -> c.destroy(container));
  }

  /** What the container uses now. */
  public CompletionStage<ResourceStatistics> usage(ContainerID container) {
    return ask(container, c -> c.usage(container));
  }

  /** What schedulers may read about the container. */
  public CompletionStage<ContainerStatus> status(ContainerID container) {
    return ask(container, c -> c.status(container));
  }

  /** The end of the container is noted. */
  public void forget(ContainerID container) {
    Containerizer owner = owners.remove(container);
    if (owner != null) {
      try {
        owner.forget(container);
      } catch (RuntimeException e) {
        LOG.warn("A containerizer failed to forget container {}", container.getValue(), e);
      }
    }
  }

  /** Containers live on. */
  public void close() {
    for (Containerizer each : containerizers) {
      try {
        each.close();
      } catch (RuntimeException e) {
        LOG.warn("A containerizer failed to close", e);
      }
    }
  }

  private <T> CompletionStage<T> ask(
      ContainerID container, Function<Containerizer, CompletionStage<T>> question) {
    Containerizer owner = owners.get(container);
    if (owner == null) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("there is no container " + container.getValue()));
    }
    return onLoop(guarded(() -> question.apply(owner)));
  }

  private static <T> CompletionStage<T> guarded(Supplier<CompletionStage<T>> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private <T> CompletionStage<T> onLoop(CompletionStage<T> stage) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    stage.whenComplete((done, failure) -> loop.execute(() -> complete(answer, done, failure)));
    return answer;
  }

  private static <T> void complete(
      CompletableFuture<T> answer, T done, @Nullable Throwable failure) {
    if (failure == null) {
      answer.complete(done);
    } else {
      answer.completeExceptionally(cause(failure));
    }
  }

  private static Throwable cause(@Nullable Throwable failure) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return failure.getCause();
    }
    return failure == null ? new IllegalStateException("a launch without a result") : failure;
  }
}
