package org.meseta.containerizer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.meseta.containerizer.async.Stages;
import org.meseta.containerizer.isolation.IsolatorServices;
import org.meseta.containerizer.isolation.Isolators;
import org.meseta.plugin.isolator.IsolatorFactory;
import org.meseta.runtime.EventLoop;

/** Brings the news of plugins, which come on any thread, to the loop. */
final class Arrivals implements IsolatorServices.Listener {
  private final EventLoop loop;
  private final Isolators isolators;
  private final IsolatorServices services;

  /** Of those that were there at the start. Used on the loop only. */
  private final List<CompletableFuture<Void>> first = new ArrayList<>();

  Arrivals(EventLoop loop, Isolators isolators, IsolatorServices services) {
    this.loop = loop;
    this.isolators = isolators;
    this.services = services;
  }

  /** Completes when all plugins that are there already are ready or have failed. */
  CompletableFuture<Void> start() {
    services.listen(this);
    CompletableFuture<Void> ready = new CompletableFuture<>();
    loop.execute(
        () ->
            Stages.connect(
                CompletableFuture.allOf(first.toArray(CompletableFuture[]::new)), ready));
    return ready;
  }

  void stop() {
    services.forget(this);
  }

  @Override
  public void arrived(String name, IsolatorFactory factory) {
    loop.execute(() -> first.add(isolators.arrived(name, factory)));
  }

  @Override
  public void left(String name, IsolatorFactory factory) {
    loop.execute(() -> isolators.left(name, factory));
  }
}
