package org.meseta.testkit.cluster.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.meseta.plugin.Blocking;
import org.meseta.runtime.EventLoop;

/**
 * Work that waits for the disk: it takes time, in order if there is one thread, and its answer
 * comes home as a step of its own. A process may die before, or between the work and its answer.
 */
final class DiskPool implements Blocking {
  private final MortalRuntime process;
  private final Disk disk;
  private final EventLoop loop;
  private final boolean inOrder;
  private final Executor home;
  private long busyUntil;

  DiskPool(MortalRuntime process, Disk disk, EventLoop loop, int threads, Executor home) {
    this.process = process;
    this.disk = disk;
    this.loop = loop;
    this.inOrder = threads == 1;
    this.home = home;
    this.busyUntil = loop.clock().nanoTime();
  }

  @Override
  public <T> CompletionStage<T> call(Callable<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    long now = loop.clock().nanoTime();
    long begin = inOrder ? Math.max(now, busyUntil) : now;
    busyUntil = begin + disk.delayNanos();
    loop.timers().schedule(Duration.ofNanos(busyUntil - now), () -> perform(work, answer));
    return answer;
  }

  @SuppressWarnings("CatchingUnchecked") // whatever it throws is its answer
  private <T> void perform(Callable<T> work, CompletableFuture<T> answer) {
    try {
      if (disk.fails()) {
        throw new IOException("the disk fails");
      }
      T value = work.call();
      home.execute(() -> answer.complete(value));
    } catch (Throwable e) {
      home.execute(() -> answer.completeExceptionally(e));
    }
    process.written();
  }
}
