package org.meseta.agent.osgi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.meseta.agent.containers.ContainerizerSource;
import org.meseta.plugin.PluginNames;
import org.meseta.plugin.containerizer.ContainerizerFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for the containerizers that the operator named. */
final class ContainerizerTracker extends ServiceTracker<ContainerizerFactory, ContainerizerFactory>
    implements ContainerizerSource {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerizerTracker.class);

  private final Map<String, ContainerizerFactory> factories = new HashMap<>();
  private final CompletableFuture<List<ContainerizerFactory>> complete = new CompletableFuture<>();
  private @Nullable List<String> wanted;

  ContainerizerTracker(BundleContext context) {
    super(context, ContainerizerFactory.class, null);
  }

  @Override
  public CompletionStage<List<ContainerizerFactory>> named(List<String> names) {
    synchronized (factories) {
      wanted = names;
    }
    check();
    if (!complete.isDone()) {
      LOG.info(
          "Waiting for bundles that bring the containerizers {}; nothing runs until then", names);
    }
    return complete;
  }

  @Override
  public ContainerizerFactory addingService(ServiceReference<ContainerizerFactory> reference) {
    ContainerizerFactory factory = super.addingService(reference);
    List<String> names = PluginNames.of(reference.getProperty(PluginNames.NAME));
    synchronized (factories) {
      names.forEach(name -> factories.put(name, factory));
    }
    LOG.info("Containerizer {} is that of {}", names, reference.getBundle());
    check();
    return factory;
  }

  @Override
  public void removedService(
      ServiceReference<ContainerizerFactory> reference, ContainerizerFactory factory) {
    synchronized (factories) {
      factories.values().removeIf(f -> f == factory);
    }
    super.removedService(reference, factory);
  }

  private void check() {
    List<ContainerizerFactory> all = new ArrayList<>();
    synchronized (factories) {
      if (wanted == null || !factories.keySet().containsAll(wanted)) {
        return;
      }
      wanted.forEach(name -> all.add(factories.get(name)));
    }
    complete.complete(all);
  }
}
