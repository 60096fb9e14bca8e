package org.meseta.containerizer.isolation;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meseta.plugin.host.Candidate;
import org.meseta.plugin.host.Lane;
import org.meseta.plugin.host.PluginEntry;
import org.meseta.plugin.host.PluginMetrics;
import org.meseta.plugin.isolator.Isolator;
import org.meseta.plugin.isolator.Isolator.RecoveredContainer;
import org.meseta.plugin.isolator.IsolatorFactory;

/** One instance of an isolator on its lane. Used on the containerizer's loop. */
final class Version {
  final Candidate<IsolatorFactory> candidate;
  final PluginEntry entry;
  final Lane lane;

  /** It is just taking over. */
  boolean recovering;

  private final PluginMetrics metrics;
  private volatile @Nullable Isolator isolator;

  Version(
      Candidate<IsolatorFactory> candidate, PluginEntry entry, Lane lane, PluginMetrics metrics) {
    this.candidate = candidate;
    this.entry = entry;
    this.lane = lane;
    this.metrics = metrics;
  }

  CompletableFuture<Boolean> create(IsolatorContexts contexts) {
    return lane.ask(
        "create",
        () -> {
          Isolator made =
              candidate.factory().create(contexts.context(candidate.name(), lane, metrics));
          if (made == null) {
            throw new IllegalStateException("create gave null");
          }
          isolator = made;
          return CompletableFuture.completedFuture(true);
        });
  }

  CompletableFuture<Void> recover(List<RecoveredContainer> containers) {
    return ask("recover", i -> i.recover(containers));
  }

  <T> CompletableFuture<T> ask(String what, Function<Isolator, CompletionStage<T>> call) {
    return lane.ask(what, () -> call.apply(made()));
  }

  /** As {@link #ask}, but the answer may take for ever. */
  <T> CompletableFuture<T> await(String what, Function<Isolator, CompletionStage<T>> call) {
    return lane.await(what, () -> call.apply(made()));
  }

  private Isolator made() {
    Isolator now = isolator;
    if (now == null) {
      throw new IllegalStateException("it was not made");
    }
    return now;
  }

  /** Ends it; what it has registered goes, whether it cares or not. */
  void close() {
    Isolator last = isolator;
    lane.close(
        () -> {
          isolator = null;
          if (last != null) {
            last.close();
          }
        },
        metrics::close);
  }
}
