package org.meseta.containerizer;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.meseta.containerizer.async.Stages;
import org.meseta.containerizer.isolation.Isolators;
import org.meseta.containerizer.isolation.LiveIsolator;
import org.meseta.containerizer.process.ProcessIdentity;
import org.meseta.plugin.containerizer.ContainerLaunch;
import org.meseta.plugin.containerizer.Containerizer.Launched;
import org.meseta.plugin.containerizer.LaunchRefusedException;
import org.meseta.plugin.containerizer.Termination;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Launches containers, and cleans up after launches that fail. Used on the loop only. */
final class Launches {
  private static final Logger LOG = LoggerFactory.getLogger(Launches.class);

  private final Means means;
  private final Containers containers;
  private final Isolators isolators;
  private final Ending ending;
  private final Parting parting;
  private final Limits limits;
  private final Slots slots;

  Launches(
      Means means,
      Containers containers,
      Isolators isolators,
      Ending ending,
      Limits limits,
      Slots slots) {
    this.means = means;
    this.containers = containers;
    this.isolators = isolators;
    this.ending = ending;
    this.parting = new Parting(means, ending);
    this.limits = limits;
    this.slots = slots;
  }

  /** Completes when the command runs; fails when all is cleaned up again. */
  CompletableFuture<Launched> launch(ContainerLaunch launch) throws LaunchRefusedException {
    List<LiveIsolator> needed = isolators.wanted();
    String name =
        LaunchChecks.name(launch, needed.stream().anyMatch(i -> Isolation.isOfFiles(i.name())));
    means.launcher().check(launch.environment(), launch.command());
    Container container =
        new Container(
            name, Launching.saved(launch, needed, means, name), Container.Phase.LAUNCHING, means);
    containers.add(container);
    CompletableFuture<Launched> answer = new CompletableFuture<>();
    Stages.whenDone(
        isolators.ready(),
        (nothing, failure) -> {
          if (failure != null || container.unwanted) {
            Stages.connect(neverBegun(container, failure), answer);
          } else {
            begin(new Launching(means, slots, container, launch, needed), container, answer);
          }
        });
    return answer;
  }

  private void begin(Launching launching, Container container, CompletableFuture<Launched> answer) {
    Stages.whenDone(
        launching.run(),
        (running, failure) -> Stages.connect(settle(container, running, failure), answer));
  }

  /** Nothing was done for it yet, so nothing is to be undone. */
  private CompletableFuture<Launched> neverBegun(Container container, @Nullable Throwable failure) {
    Throwable reason =
        failure != null
            ? failure
            : new IllegalStateException("The " + container + " was destroyed");
    LOG.info("The {} was not launched: {}", container, reason.getMessage());
    containers.remove(container);
    container.phase = Container.Phase.ENDED;
    container.settled.complete(null);
    container.end.complete(Termination.unknown("It was never started"));
    return CompletableFuture.failedFuture(reason);
  }

  /** The command of a container has ended, as far as is seen. */
  void ended(Container container) {
    if (container.phase == Container.Phase.LAUNCHING) {
      container.exited = true;
    } else if (container.phase == Container.Phase.RUNNING) {
      parting.begin(container);
    }
  }

  private CompletableFuture<Launched> settle(
      Container container, @Nullable ProcessIdentity running, @Nullable Throwable failure) {
    if (running != null && !container.unwanted) {
      return CompletableFuture.completedFuture(running(container, running));
    }
    Throwable reason =
        failure != null
            ? Stages.cause(failure)
            : new IllegalStateException(container + " was destroyed");
    LOG.info("The {} was not launched: {}", container, reason.toString());
    ending.forget(container);
    ending.end(container, String.valueOf(reason.getMessage()));
    container.settled.complete(null);
    return container.end.thenCompose(how -> CompletableFuture.failedFuture(reason));
  }

  private Launched running(Container container, ProcessIdentity supervisor) {
    LOG.info("The {} runs, supervised by {}", container, supervisor.pid());
    container.phase = Container.Phase.RUNNING;
    container.settled.complete(null);
    limits.watch(container);
    if (container.exited) {
      ended(container);
    }
    return new Launched(supervisor.pid());
  }
}
