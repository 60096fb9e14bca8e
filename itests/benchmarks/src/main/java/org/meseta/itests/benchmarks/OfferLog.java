package org.meseta.itests.benchmarks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.meseta.plugin.Clock;

/** When schedulers were offered something. Usable from any thread. */
final class OfferLog {
  private final Clock clock;
  private final List<Instant> times = new ArrayList<>();
  private Optional<Instant> after = Optional.empty();
  private CompletableFuture<Instant> first = new CompletableFuture<>();

  OfferLog(Clock clock) {
    this.clock = clock;
  }

  synchronized void offered() {
    times.add(clock.now());
    look();
  }

  /** The first time after that one. */
  synchronized CompletionStage<Instant> firstAfter(Instant time) {
    after = Optional.of(time);
    first = new CompletableFuture<>();
    look();
    return first;
  }

  private void look() {
    after
        .flatMap(than -> times.stream().filter(time -> time.isAfter(than)).findFirst())
        .ifPresent(
            time -> {
              first.complete(time);
              after = Optional.empty();
              times.clear();
            });
  }
}
