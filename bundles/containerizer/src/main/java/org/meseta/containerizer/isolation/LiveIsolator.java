package org.meseta.containerizer.isolation;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meseta.containerizer.async.Stages;
import org.meseta.plugin.isolator.ContainerConfig;
import org.meseta.plugin.isolator.Isolator;
import org.meseta.plugin.isolator.Isolator.RecoveredContainer;
import org.meseta.plugin.isolator.Limitation;
import org.meseta.plugin.isolator.Preparation;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.ResourceStatistics;
import org.meseta.resources.Resources;
import org.meseta.runtime.EventLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An isolator that is ready. Whatever it throws or returns becomes an answer that completes on the
 * containerizer's loop, and whose failure names the isolator.
 */
public final class LiveIsolator {
  private static final Logger LOG = LoggerFactory.getLogger(LiveIsolator.class);
  private static final int MAX_STATE = 64 * 1024;

  private final String name;
  private final Isolator isolator;
  private final EventLoop loop;

  LiveIsolator(String name, Isolator isolator, EventLoop loop) {
    this.name = name;
    this.isolator = isolator;
    this.loop = loop;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  CompletableFuture<Void> recover(List<RecoveredContainer> containers) {
    return call("recover", () -> isolator.recover(containers));
  }

  /** See {@link Isolator#prepare}. */
  public CompletableFuture<Preparation> prepare(ContainerID container, ContainerConfig config) {
    return call("prepare", () -> isolator.prepare(container, config)).thenApply(this::bounded);
  }

  /** See {@link Isolator#isolate}. */
  public CompletableFuture<Void> isolate(ContainerID container, long pid) {
    return call("isolate", () -> isolator.isolate(container, pid));
  }

  /** See {@link Isolator#watch}. */
  public CompletableFuture<Limitation> watch(ContainerID container) {
    return call("watch", () -> isolator.watch(container));
  }

  /** See {@link Isolator#update}. */
  public CompletableFuture<Void> update(ContainerID container, Resources resources) {
    return call("update", () -> isolator.update(container, resources));
  }

  /** See {@link Isolator#usage}. */
  public CompletableFuture<ResourceStatistics> usage(ContainerID container) {
    return call("usage", () -> isolator.usage(container));
  }

  /** See {@link Isolator#status}. */
  public CompletableFuture<ContainerStatus> status(ContainerID container) {
    return call("status", () -> isolator.status(container));
  }

  CompletableFuture<Void> cleanup(ContainerID container) {
    return call("cleanup", () -> isolator.cleanup(container));
  }

  @SuppressWarnings("CatchingUnchecked") // a plugin may throw anything
  void close() {
    try {
      isolator.close();
    } catch (Throwable e) {
      LOG.warn("Isolator {} failed to close", name, e);
    }
  }

  private Preparation bounded(Preparation preparation) {
    if (preparation.state().size() > MAX_STATE) {
      throw new IllegalStateException(
          "Isolator " + name + " wants to keep more than " + MAX_STATE + " bytes");
    }
    return preparation;
  }

  @SuppressWarnings("CatchingUnchecked") // a plugin may throw anything
  private <T> CompletableFuture<T> call(String what, Callable<CompletionStage<T>> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      Stages.whenDone(
          call.call(),
          (value, failure) -> loop.execute(() -> settle(answer, what, value, failure)));
    } catch (Throwable e) {
      answer.completeExceptionally(named(what, e));
    }
    return answer;
  }

  private <T> void settle(
      CompletableFuture<T> answer, String what, T value, @Nullable Throwable failure) {
    if (failure == null) {
      answer.complete(value);
    } else {
      answer.completeExceptionally(named(what, failure));
    }
  }

  private IsolatorException named(String what, Throwable failure) {
    return new IsolatorException("Isolator " + name + " failed to " + what, failure);
  }
}
