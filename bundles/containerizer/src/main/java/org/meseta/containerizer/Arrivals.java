package org.meseta.containerizer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.meseta.containerizer.async.Stages;
import org.meseta.containerizer.isolation.IsolatorServices;
import org.meseta.containerizer.isolation.Isolators;
import org.meseta.plugin.host.Candidate;
import org.meseta.plugin.isolator.IsolatorFactory;
import org.meseta.runtime.EventLoop;

/** Brings the news of plugins, which come on any thread, to the loop. */
final class Arrivals implements IsolatorServices.Listener {
  private final EventLoop loop;
  private final Isolators isolators;
  private final IsolatorServices services;

  /** Of those that were there at the start. Used on the loop only. */
  private final List<CompletableFuture<Void>> first = new ArrayList<>();

  private boolean starting = true;

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
        () -> {
          starting = false;
          isolators.settle();
          Stages.connect(CompletableFuture.allOf(first.toArray(CompletableFuture[]::new)), ready);
          first.clear();
        });
    return ready;
  }

  void stop() {
    services.forget(this);
  }

  @Override
  public void arrived(Candidate<IsolatorFactory> candidate) {
    loop.execute(() -> arrivedHere(candidate));
  }

  private void arrivedHere(Candidate<IsolatorFactory> candidate) {
    CompletableFuture<Void> settled = isolators.arrived(candidate);
    if (starting) {
      first.add(settled);
    }
  }

  @Override
  public void left(Candidate<IsolatorFactory> candidate) {
    loop.execute(() -> isolators.left(candidate));
  }
}
