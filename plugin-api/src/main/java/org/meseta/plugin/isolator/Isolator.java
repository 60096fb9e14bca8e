package org.meseta.plugin.isolator;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.ResourceStatistics;
import org.meseta.resources.Resources;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Isolates containers in one respect. The containerizer calls, for each container: {@code prepare},
 * then {@code isolate} when its first process exists (stopped at a gate, it runs nothing of the
 * task yet), {@code watch}, {@code update}, {@code usage} and {@code status} while it lives, and
 * {@code cleanup} once when all its processes are gone, also when preparing failed half-way.
 *
 * <p>All methods are called on the containerizer's loop, one at a time, and must not block: what
 * has to wait goes through {@link IsolatorContext#blocking()}. A stage that fails, or an exception
 * thrown, fails the launch (or is reported, after the launch) with its message.
 *
 * <p>What an isolator has to remember of a container across restarts and upgrades it returns as
 * {@code state}: bytes that only it reads, and that carry a version of its own.
 */
@ConsumerType
public interface Isolator extends AutoCloseable {

  /**
   * Takes over containers that were prepared before: by this isolator in a process that is gone, or
   * by another version of it.
   */
  default CompletionStage<Void> recover(List<RecoveredContainer> containers) {
    return CompletableFuture.completedFuture(null);
  }

  /** A new container comes. */
  CompletionStage<Preparation> prepare(ContainerID container, ContainerConfig config);

  /**
   * The first process of the container exists and waits at the gate.
   *
   * @param pid in the agent's pid namespace
   */
  default CompletionStage<Void> isolate(ContainerID container, long pid) {
    return CompletableFuture.completedFuture(null);
  }

  /**
   * Tells when the container has gone over a limit of this isolator. The container is destroyed
   * when the stage completes.
   *
   * @return may never complete; fails if watching is not possible any more
   */
  default CompletionStage<Limitation> watch(ContainerID container) {
    return new CompletableFuture<>();
  }

  /** The container's resources have changed. */
  default CompletionStage<Void> update(ContainerID container, Resources resources) {
    return CompletableFuture.completedFuture(null);
  }

  /**
   * What the container uses now, in so far as this isolator knows; the host merges the parts. It
   * sets the time and the limits itself, so they need not be set: use {@code buildPartial}.
   */
  default CompletionStage<ResourceStatistics> usage(ContainerID container) {
    return CompletableFuture.completedFuture(ResourceStatistics.getDefaultInstance());
  }

  /** What schedulers may read about the container, in so far as this isolator knows. */
  default CompletionStage<ContainerStatus> status(ContainerID container) {
    return CompletableFuture.completedFuture(ContainerStatus.getDefaultInstance());
  }

  /** The container is gone: give back all that was taken for it. Must be safe to repeat. */
  default CompletionStage<Void> cleanup(ContainerID container) {
    return CompletableFuture.completedFuture(null);
  }

  /** No method is called after this. Containers stay as they are. */
  @Override
  default void close() {}

  /**
   * A container that was prepared before.
   *
   * @param container its id
   * @param config as at its launch, without the command's environment
   * @param pid of its first process; empty if it had not been started
   * @param state as returned by {@code prepare}; empty also if it is not known whether that was
   *     ever called
   */
  record RecoveredContainer(
      ContainerID container, ContainerConfig config, Optional<Long> pid, ByteString state) {}
}
