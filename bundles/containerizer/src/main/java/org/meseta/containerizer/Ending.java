package org.meseta.containerizer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.meseta.containerizer.async.Stages;
import org.meseta.containerizer.checkpoint.Isolated;
import org.meseta.containerizer.isolation.Isolators;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.containerizer.Termination;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a container to its end: kills what is left of it, lets its isolators clean up in reverse
 * order, notes how it ended and tells. Used on the loop only.
 */
final class Ending {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);
  private static final int SIGKILL = 9;

  private final Means means;
  private final Containers containers;
  private final Isolators isolators;
  private final Metrics.Counter errors;

  Ending(Means means, Containers containers, Isolators isolators, Metrics metrics) {
    this.means = means;
    this.containers = containers;
    this.isolators = isolators;
    this.errors = metrics.counter("containerizer/mesos/container_destroy_errors");
  }

  /**
   * Ends it. May be called again; only the first call counts.
   *
   * @param unseen what to tell if nobody has seen how the command ended
   */
  void end(Container container, String unseen) {
    if (container.phase == Container.Phase.ENDING || container.phase == Container.Phase.ENDED) {
      return;
    }
    container.phase = Container.Phase.ENDING;
    CompletableFuture<Void> ended =
        new Extinction(means, container.toString(), container.enclosure)
            .run()
            .thenCompose(
                nothing -> means.insist("tell the end of " + container, () -> found(container)))
            .exceptionally(failure -> unreadable(container, failure))
            .thenCompose(found -> finish(container, termination(container, found, unseen)));
    Stages.whenDone(
        ended,
        (nothing, failure) -> {
          if (failure != null) {
            container.end.completeExceptionally(failure);
          }
        });
  }

  /** The container's end need not be remembered. */
  void forget(Container container) {
    container.forgotten = true;
    if (container.phase == Container.Phase.ENDED) {
      // With a clean-up open, its checkpoint is what a restart goes by.
      Stages.whenDone(container.cleaned, (nothing, failure) -> remove(container));
    }
  }

  private CompletableFuture<Void> finish(Container container, Termination termination) {
    List<Isolated> reversed = new ArrayList<>(container.saved.isolators());
    Collections.reverse(reversed);
    return cleanUp(container, reversed)
        .thenCompose(nothing -> note(container, termination))
        .thenRun(() -> tell(container, termination));
  }

  private void tell(Container container, Termination termination) {
    container.phase = Container.Phase.ENDED;
    LOG.info("The {} has ended: {}", container, termination);
    if (container.forgotten) {
      forget(container);
    }
    container.end.complete(termination);
  }

  /** One that is missing cleans up when it is there again; the others do not wait for it. */
  private CompletableFuture<Void> cleanUp(Container container, List<Isolated> rest) {
    if (rest.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> tried = clean(container, rest.get(0).name());
    return tried.thenCompose(nothing -> cleanUp(container, rest.subList(1, rest.size())));
  }

  /** Cleans up what an earlier process of the agent could not, for want of the isolator. */
  void cleanLeft(Container container) {
    container.saved.isolators().stream()
        .filter(i -> !i.cleaned())
        .forEach(i -> Stages.whenDone(clean(container, i.name()), (nothing, failure) -> {}));
  }

  /** Completes when it is done, or has to wait for the isolator to be there. */
  private CompletableFuture<Void> clean(Container container, String isolator) {
    CompletableFuture<Void> tried = new CompletableFuture<>();
    CompletableFuture<Void> done =
        isolators
            .cleanup(isolator, container.id(), () -> tried.complete(null))
            .exceptionally(failure -> failed(container, "be cleaned up", failure))
            .thenRun(() -> cleaned(container, isolator));
    container.cleaned = CompletableFuture.allOf(container.cleaned, done);
    Stages.connect(done, tried);
    return tried;
  }

  private void cleaned(Container container, String isolator) {
    container.saved = container.saved.withCleaned(isolator);
    if (container.phase == Container.Phase.ENDED && !container.forgotten) {
      Stages.whenDone(means.checkpoint(container), (nothing, failure) -> {});
    }
  }

  private Remains found(Container container) throws IOException {
    return Remains.read(means.exits().read(container.name), means.folder().trouble(container.name));
  }

  private static Termination termination(Container container, Remains found, String unseen) {
    if (!found.trouble().isEmpty()) {
      LOG.warn("The launcher of {} had trouble: {}", container, found.trouble());
    }
    boolean killed = container.unwanted && container.saved.supervisor().isPresent();
    Termination seen =
        found
            .end()
            .orElseGet(() -> killed ? Termination.signaled(SIGKILL) : Termination.unknown(unseen));
    return container
        .limitation
        .map(l -> new Termination(seen.exitCode(), seen.signal(), Optional.of(l), l.message()))
        .orElse(seen);
  }

  private CompletableFuture<Void> note(Container container, Termination termination) {
    container.saved = container.saved.withEnd(termination);
    return means
        .checkpoint(container)
        .exceptionally(failure -> failed(container, "note its end", failure));
  }

  private void remove(Container container) {
    containers.remove(container);
    Stages.whenDone(
        means.run(() -> means.folder().remove(container.name)),
        (nothing, failure) -> {
          if (failure != null) {
            failed(container, "remove its files", failure);
          }
        });
  }

  private Remains unreadable(Container container, Throwable failure) {
    failed(container, "tell its end", failure);
    return Remains.NONE;
  }

  private @Nullable Void failed(Container container, String what, Throwable failure) {
    errors.increment();
    LOG.error("The {} failed to {}", container, what, failure);
    return null;
  }
}
