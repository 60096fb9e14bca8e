package org.meseta.plugins.isolator.posix;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.meseta.plugin.isolator.ContainerConfig;
import org.meseta.plugin.isolator.Isolator;
import org.meseta.plugin.isolator.IsolatorContext;
import org.meseta.plugin.isolator.Preparation;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ResourceStatistics;

/**
 * Isolates nothing and reports usage. It asks the containerizer for the processes each time, so it
 * has nothing to remember and nothing to recover.
 */
final class UsageIsolator implements Isolator {
  private final IsolatorContext context;
  private final Meter meter;

  UsageIsolator(IsolatorContext context, Meter meter) {
    this.context = context;
    this.meter = meter;
  }

  @Override
  public CompletionStage<Preparation> prepare(ContainerID container, ContainerConfig config) {
    return CompletableFuture.completedFuture(Preparation.none());
  }

  @Override
  public CompletionStage<ResourceStatistics> usage(ContainerID container) {
    return context
        .processes(container)
        .thenCompose(pids -> context.blocking().call(() -> meter.read(container, pids)));
  }

  @Override
  public CompletionStage<Void> cleanup(ContainerID container) {
    meter.forget(container);
    return CompletableFuture.completedFuture(null);
  }
}
