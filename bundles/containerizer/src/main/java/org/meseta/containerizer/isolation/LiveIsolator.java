package org.meseta.containerizer.isolation;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.meseta.containerizer.async.Stages;
import org.meseta.plugin.isolator.ContainerConfig;
import org.meseta.plugin.isolator.Isolator;
import org.meseta.plugin.isolator.Limitation;
import org.meseta.plugin.isolator.Preparation;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.ResourceStatistics;
import org.meseta.resources.Resources;

/**
 * An isolator, whatever version of it is there: what is asked while one version takes the place of
 * another waits for the new one. Answers complete on the containerizer's loop; a failure names the
 * isolator.
 */
public final class LiveIsolator {
  private static final int MAX_STATE = 64 * 1024;

  private final String name;
  private final Slot slot;

  LiveIsolator(String name, Slot slot) {
    this.name = name;
    this.slot = slot;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Completes when it is there; fails if it does not come in time. */
  CompletableFuture<Void> ready() {
    return slot.isReady()
        ? CompletableFuture.completedFuture(null)
        : ask("be there", i -> CompletableFuture.completedFuture(null));
  }

  /** See {@link Isolator#prepare}. */
  public CompletableFuture<Preparation> prepare(ContainerID container, ContainerConfig config) {
    Call<Preparation> call =
        new Call<>(
            "prepare",
            Optional.empty(),
            i -> then(i.prepare(container, config), this::bounded),
            i -> i.cleanup(container));
    slot.ask(call);
    return call.answer;
  }

  /** See {@link Isolator#isolate}. */
  public CompletableFuture<Void> isolate(ContainerID container, long pid) {
    return ask("isolate", i -> i.isolate(container, pid));
  }

  /**
   * See {@link Isolator#watch}. It says nothing when the version that was asked is not used any
   * more: the next one is asked anew.
   */
  public CompletableFuture<Limitation> watch(ContainerID container) {
    CompletableFuture<Limitation> answer = new CompletableFuture<>();
    slot.current().ifPresent(version -> watch(version, container, answer));
    return answer;
  }

  private void watch(Version version, ContainerID container, CompletableFuture<Limitation> answer) {
    Stages.whenDone(
        version.await("watch", i -> i.watch(container)),
        (limitation, failure) -> {
          if (version.lane.isOver()) {
            return;
          }
          if (failure != null) {
            answer.completeExceptionally(
                new IsolatorException("Isolator " + name + " failed to watch", failure));
          } else if (limitation == null || limitation.reason() == null) {
            version.lane.garbage("gave null as a limitation");
          } else {
            answer.complete(limitation);
          }
        });
  }

  /** See {@link Isolator#update}. */
  public CompletableFuture<Void> update(ContainerID container, Resources resources) {
    return ask("update", i -> i.update(container, resources));
  }

  /** See {@link Isolator#usage}. */
  public CompletableFuture<ResourceStatistics> usage(ContainerID container) {
    return ask("usage", i -> then(i.usage(container), LiveIsolator::present));
  }

  /** See {@link Isolator#status}. */
  public CompletableFuture<ContainerStatus> status(ContainerID container) {
    return ask("status", i -> then(i.status(container), LiveIsolator::present));
  }

  CompletableFuture<Void> cleanup(ContainerID container, Runnable postponed) {
    Call<Void> call =
        new Call<>(
            "cleanup", Optional.of(postponed), i -> i.cleanup(container), LiveIsolator::nothing);
    slot.ask(call);
    return call.answer;
  }

  private static CompletionStage<Void> nothing(Isolator unused) {
    return CompletableFuture.completedFuture(null);
  }

  /** A plugin may give null though it must not; the lane says so. */
  @SuppressWarnings("NullAway")
  private static <A, B> CompletionStage<B> then(CompletionStage<A> stage, Function<A, B> next) {
    return stage == null ? null : stage.thenApply(next);
  }

  private <T> CompletableFuture<T> ask(
      String what, Function<Isolator, CompletionStage<T>> question) {
    Call<T> call = new Call<>(what, Optional.empty(), question, LiveIsolator::nothing);
    slot.ask(call);
    return call.answer;
  }

  private static <T> T present(T answer) {
    if (answer == null) {
      throw new IllegalStateException("it gave null");
    }
    return answer;
  }

  private Preparation bounded(Preparation preparation) {
    if (present(preparation).state().size() > MAX_STATE) {
      throw new IllegalStateException(
          "Isolator " + name + " wants to keep more than " + MAX_STATE + " bytes");
    }
    return preparation;
  }
}
