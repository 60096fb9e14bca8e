package org.meseta.agent.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.meseta.agent.api.Agent.Usage;
import org.meseta.agent.containers.Containers;
import org.meseta.agent.state.Host;
import org.meseta.agent.state.LocalExecutor;
import org.meseta.agent.state.LocalExecutor.Phase;
import org.meseta.agent.state.LocalFramework;
import org.meseta.plugin.Timers;
import org.meseta.plugin.Timers.Timer;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.ResourceStatistics;

/** Asks all containers what they use. Belongs to the agent's loop. */
final class Usages {
  /** What has not answered by then is left out. */
  static final Duration DEADLINE = Duration.ofSeconds(5);

  private final Containers containers;
  private final Timers timers;

  Usages(Containers containers, Timers timers) {
    this.containers = containers;
    this.timers = timers;
  }

  CompletionStage<List<Usage>> of(Host host) {
    CompletionStage<List<Usage>> all = CompletableFuture.completedFuture(new ArrayList<>());
    for (LocalFramework framework : host.frameworks().values()) {
      for (LocalExecutor executor : framework.executors().values()) {
        if (executor.phase() == Phase.RUNNING || executor.phase() == Phase.TERMINATING) {
          all = all.thenCombine(one(framework, executor), Usages::with);
        }
      }
    }
    return all;
  }

  private CompletionStage<Optional<Usage>> one(LocalFramework framework, LocalExecutor executor) {
    CompletableFuture<Optional<Usage>> answer = new CompletableFuture<>();
    Timer late = timers.schedule(DEADLINE, () -> answer.complete(Optional.empty()));
    containers
        .usage(executor.container())
        .whenComplete(
            (statistics, failure) -> {
              late.cancel();
              answer.complete(
                  Optional.ofNullable(statistics).map(s -> usage(framework, executor, s)));
            });
    return answer;
  }

  private static Usage usage(
      LocalFramework framework, LocalExecutor executor, ResourceStatistics statistics) {
    ContainerStatus.Builder status =
        ContainerStatus.newBuilder().setContainerId(executor.container());
    executor.tasks().values().stream()
        .flatMap(task -> task.getStatusesList().stream())
        .filter(s -> s.getContainerStatus().hasExecutorPid())
        .findFirst()
        .ifPresent(s -> status.setExecutorPid(s.getContainerStatus().getExecutorPid()));
    return new Usage(
        framework.id(), executor.info(), executor.container(), status.build(), statistics);
  }

  private static List<Usage> with(List<Usage> all, Optional<Usage> one) {
    one.ifPresent(all::add);
    return all;
  }
}
