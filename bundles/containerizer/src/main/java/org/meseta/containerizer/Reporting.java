package org.meseta.containerizer;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meseta.containerizer.isolation.Isolators;
import org.meseta.containerizer.isolation.LiveIsolator;
import org.meseta.protocol.v1.ContainerStatus;
import org.meseta.protocol.v1.ResourceStatistics;
import org.meseta.resources.Resources;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts together what the isolators know of a container. Used on the loop only. */
final class Reporting {
  private static final Logger LOG = LoggerFactory.getLogger(Reporting.class);
  private static final double MILLIS = 1000;
  private static final long MEGABYTE = 1L << 20;

  private final Means means;
  private final Isolators isolators;

  Reporting(Means means, Isolators isolators) {
    this.means = means;
    this.isolators = isolators;
  }

  /** What it uses, and what it may use. Parts of isolators that fail are left out. */
  CompletableFuture<ResourceStatistics> usage(Container container) {
    return parts(container, i -> i.usage(container.id()))
        .thenApply(
            parts -> {
              ResourceStatistics.Builder usage = ResourceStatistics.newBuilder();
              limits(usage, container.saved.config().resources());
              parts.forEach(usage::mergeFrom);
              Instant now = means.loop().clock().now();
              return usage.setTimestamp(now.toEpochMilli() / MILLIS).build();
            });
  }

  /** What schedulers may read of it. Parts of isolators that fail are left out. */
  CompletableFuture<ContainerStatus> status(Container container) {
    return parts(container, i -> i.status(container.id()))
        .thenApply(
            parts -> {
              ContainerStatus.Builder status = ContainerStatus.newBuilder();
              parts.forEach(status::mergeFrom);
              container.saved.supervisor().ifPresent(s -> status.setExecutorPid((int) s.pid()));
              return status.setContainerId(container.id()).build();
            });
  }

  private static void limits(ResourceStatistics.Builder usage, Resources resources) {
    resources.scalar("cpus").ifPresent(usage::setCpusSoftLimit);
    resources
        .scalar("mem")
        .map(mem -> (long) (mem * MEGABYTE))
        .ifPresent(mem -> memory(usage, mem));
  }

  private static void memory(ResourceStatistics.Builder usage, long bytes) {
    usage.setMemLimitBytes(bytes).setMemSoftLimitBytes(bytes);
  }

  /** In order. */
  private <T> CompletableFuture<List<T>> parts(
      Container container, Function<LiveIsolator, CompletableFuture<T>> ask) {
    List<CompletableFuture<@Nullable T>> asked =
        isolators.of(container.saved.isolators()).stream()
            .map(i -> ask.apply(i).<@Nullable T>handle((part, failure) -> part(part, failure)))
            .toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(
            nothing -> asked.stream().map(CompletableFuture::join).filter(p -> p != null).toList());
  }

  private static <T> @Nullable T part(@Nullable T part, @Nullable Throwable failure) {
    if (failure != null) {
      LOG.warn("{}", failure.getMessage());
    }
    return part;
  }
}
