package org.meseta.containerizer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.meseta.containerizer.async.Stages;
import org.meseta.containerizer.isolation.IsolatorOptions;
import org.meseta.containerizer.isolation.IsolatorServices;
import org.meseta.containerizer.isolation.Isolators;
import org.meseta.containerizer.isolation.LiveIsolator;
import org.meseta.plugin.Blocking;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.containerizer.ContainerLaunch;
import org.meseta.plugin.containerizer.Containerizer;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.plugin.isolator.Isolator.RecoveredContainer;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.ResourceStatistics;
import org.meseta.resources.Resources;
import org.meseta.runtime.Runtime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The containerizer. Its methods may be called from any thread; its loop does the work. */
final class MesosContainerizer implements Containerizer {
  private static final Logger LOG = LoggerFactory.getLogger(MesosContainerizer.class);

  /** More launchers at once do not launch faster. */
  private static final int LAUNCHES_AT_ONCE = 8;

  /** Of each isolator. */
  private static final int THREADS = 4;

  private final Means means;
  private final Containers containers;
  private final Isolators isolators;
  private final Arrivals arrivals;
  private final Ending ending;
  private final Recovering recovering;
  private final Watching watching;
  private final Limits limits;
  private final Launches launches;
  private final Reporting reporting;
  private final Signalling signalling;

  /**
   * @param workDir of the agent
   * @param waiting has a thread that waits all the time
   */
  MesosContainerizer(
      Runtime runtime,
      Means means,
      Path workDir,
      IsolatorOptions isolation,
      IsolatorServices services,
      Blocking waiting,
      Metrics metrics) {
    this.means = means;
    this.containers = new Containers(means.loop());
    this.isolators =
        new Isolators(
            runtime,
            means.loop(),
            isolation,
            (name, lane, figures) ->
                new Context(
                    means,
                    containers,
                    workDir,
                    lane,
                    runtime.blocking("isolator-" + name, THREADS, lane.executor()),
                    figures),
            new Owner());
    this.arrivals = new Arrivals(means.loop(), isolators, services);
    this.ending = new Ending(means, containers, isolators, metrics);
    this.recovering = new Recovering(means, containers, ending);
    this.limits = new Limits(isolators, ending);
    this.launches =
        new Launches(means, containers, isolators, ending, limits, new Slots(LAUNCHES_AT_ONCE));
    this.watching = new Watching(means, waiting, containers, launches::ended);
    this.reporting = new Reporting(means, isolators);
    this.signalling = new Signalling(means);
  }

  /** For tests. */
  Means means() {
    return means;
  }

  @Override
  public CompletionStage<Recovery> recover(Collection<ContainerID> known) {
    List<ContainerID> copy = List.copyOf(known);
    return onLoop(
        () ->
            recovering
                .load()
                .thenCompose(nothing -> arrivals.start())
                .thenCompose(nothing -> recovering.removeStrays())
                .thenApply(nothing -> recovered(copy)));
  }

  @Override
  public CompletionStage<Launched> launch(ContainerLaunch launch) {
    return onLoop(() -> launches.launch(launch));
  }

  @Override
  public CompletionStage<Void> update(ContainerID id, Resources resources) {
    return onLoop(() -> update(containers.need(id), resources));
  }

  @Override
  public CompletionStage<ResourceStatistics> usage(ContainerID id) {
    return onLoop(() -> reporting.usage(containers.need(id)));
  }

  @Override
  public CompletionStage<ContainerStatus> status(ContainerID id) {
    return onLoop(() -> reporting.status(containers.need(id)));
  }

  @Override
  public CompletionStage<Termination> wait(ContainerID id) {
    return onLoop(() -> containers.need(id).end);
  }

  @Override
  public CompletionStage<Boolean> signal(ContainerID id, int signal) {
    return onLoop(
        () -> {
          Optional<Container> found = containers.find(id);
          return found.isPresent()
              ? signalling.send(found.get(), signal)
              : CompletableFuture.completedFuture(false);
        });
  }

  @Override
  public CompletionStage<Boolean> destroy(ContainerID id) {
    return onLoop(
        () -> {
          Optional<Container> found = containers.find(id);
          return found.isPresent()
              ? destroy(found.get())
              : CompletableFuture.completedFuture(false);
        });
  }

  @Override
  public void forget(ContainerID id) {
    means.loop().execute(() -> containers.find(id).ifPresent(ending::forget));
  }

  @Override
  public Set<ContainerID> containers() {
    return containers.alive();
  }

  @Override
  public void close() {
    means.loop().execute(this::shut);
  }

  private Recovery recovered(List<ContainerID> known) {
    watching.start();
    Recovery recovery = recovering.settle(known);
    containers.running().forEach(limits::watch);
    return recovery;
  }

  /** What is being launched ends as soon as its launch notices. */
  private CompletableFuture<Boolean> destroy(Container container) {
    container.unwanted = true;
    if (container.phase == Container.Phase.RUNNING) {
      LOG.info("The {} is destroyed", container);
      ending.end(container, "Destroyed");
    }
    return container.end.thenApply(end -> true);
  }

  private CompletableFuture<Void> update(Container container, Resources resources) {
    return container.settled.thenCompose(
        nothing -> {
          if (container.phase != Container.Phase.RUNNING) {
            throw new IllegalStateException("The " + container + " is over");
          }
          container.saved = container.saved.withResources(resources);
          return updateIsolators(container, resources);
        });
  }

  private CompletableFuture<Void> updateIsolators(Container container, Resources resources) {
    CompletableFuture<Void> done = means.checkpoint(container);
    for (LiveIsolator isolator : isolators.of(container.saved.isolators())) {
      done = done.thenCompose(nothing -> isolator.update(container.id(), resources));
    }
    return done;
  }

  /** Blocks for less than a millisecond, and threads that may block longer can be gone already. */
  private void shut() {
    arrivals.stop();
    isolators.close();
    means.launcher().close();
    try {
      means.exits().close();
      means.tracking().close();
    } catch (IOException e) {
      LOG.warn("The containerizer did not close cleanly", e);
    }
    means.loop().close();
  }

  private <T> CompletableFuture<T> onLoop(Callable<CompletableFuture<T>> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    means.loop().execute(() -> Stages.connect(Stages.start(work), answer));
    return answer;
  }

  private final class Owner implements Isolators.Owner {
    @Override
    public List<RecoveredContainer> preparedBy(String isolator) {
      return containers.preparedBy(isolator);
    }

    @Override
    public void ready(LiveIsolator isolator) {
      containers.running().stream()
          .filter(c -> c.preparedBy(isolator.name()))
          .forEach(c -> limits.watch(isolator, c));
    }
  }
}
