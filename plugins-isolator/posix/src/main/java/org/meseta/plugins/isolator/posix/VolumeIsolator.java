package org.meseta.plugins.isolator.posix;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.meseta.plugin.isolator.ContainerConfig;
import org.meseta.plugin.isolator.Isolator;
import org.meseta.plugin.isolator.IsolatorContext;
import org.meseta.plugin.isolator.Preparation;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.Resource;

/**
 * Gives containers their persistent volumes: a link in the sandbox leads to each, and it belongs to
 * the container's user. A shared one that another container uses keeps its owner.
 */
final class VolumeIsolator implements Isolator {
  private final IsolatorContext context;
  private final VolumeLinks links;
  private final Map<ContainerID, List<Resource>> volumes = new HashMap<>();

  VolumeIsolator(IsolatorContext context, VolumeLinks links) {
    this.context = context;
    this.links = links;
  }

  @Override
  public CompletionStage<Void> recover(List<RecoveredContainer> containers) {
    containers.forEach(found -> add(found.container(), found.config()));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Preparation> prepare(ContainerID container, ContainerConfig config) {
    Set<Resource> used = new HashSet<>();
    volumes.values().forEach(used::addAll);
    List<Resource> own = add(container, config);
    return own.isEmpty()
        ? CompletableFuture.completedFuture(Preparation.none())
        : context
            .blocking()
            .call(
                () -> {
                  for (Resource volume : own) {
                    links.put(config.sandbox(), volume, used.contains(volume));
                  }
                  return Preparation.none();
                });
  }

  private List<Resource> add(ContainerID container, ContainerConfig config) {
    List<Resource> own = config.resources().unallocated().withSharedOnce().volumes().toList();
    if (!own.isEmpty()) {
      volumes.put(container, own);
    }
    return own;
  }

  /** The link stays as long as the sandbox: it shows where the data is. */
  @Override
  public CompletionStage<Void> cleanup(ContainerID container) {
    volumes.remove(container);
    return CompletableFuture.completedFuture(null);
  }
}
