package org.meseta.containerizer;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.meseta.containerizer.async.Stages;

/** Lets so many things go on at once and the others wait their turn. Used on the loop only. */
final class Slots {
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int free;

  Slots(int count) {
    this.free = count;
  }

  <T> CompletableFuture<T> with(Supplier<CompletableFuture<T>> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    waiting.add(() -> start(work, answer));
    next();
    return answer;
  }

  private <T> void start(Supplier<CompletableFuture<T>> work, CompletableFuture<T> answer) {
    CompletableFuture<T> done = Stages.start(work::get);
    Stages.whenDone(
        done,
        (value, failure) -> {
          free++;
          next();
        });
    Stages.connect(done, answer);
  }

  private void next() {
    if (free > 0 && !waiting.isEmpty()) {
      free--;
      waiting.remove().run();
    }
  }
}
