package org.meseta.containerizer;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.meseta.containerizer.async.Stages;
import org.meseta.containerizer.checkpoint.Checkpoints;
import org.meseta.containerizer.checkpoint.RuntimeFolder;
import org.meseta.containerizer.checkpoint.Saved;
import org.meseta.containerizer.launcher.CommandSignals;
import org.meseta.containerizer.launcher.ExitFolder;
import org.meseta.containerizer.launcher.Launcher;
import org.meseta.containerizer.process.ProcFs;
import org.meseta.containerizer.process.Tracking;
import org.meseta.plugin.Blocking;
import org.meseta.runtime.EventLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all parts of the containerizer work with.
 *
 * @param loop owns all state
 * @param blocking its answers come on the loop
 * @param bootId this boot of the host
 */
record Means(
    EventLoop loop,
    Blocking blocking,
    String bootId,
    RuntimeFolder folder,
    Checkpoints checkpoints,
    ExitFolder exits,
    Launcher launcher,
    CommandSignals signals,
    ProcFs proc,
    Tracking tracking) {
  private static final Logger LOG = LoggerFactory.getLogger(Means.class);
  private static final int ATTEMPTS = 10;
  private static final int REVISIONS = 8;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Does something that blocks; the answer comes on the loop. */
  <T> CompletableFuture<T> io(Callable<T> work) {
    return blocking.call(work).toCompletableFuture();
  }

  /** Does something that blocks; the answer comes on the loop. */
  CompletableFuture<Void> run(Step work) {
    return io(
        () -> {
          work.run();
          return null;
        });
  }

  /**
   * Does something that blocks; as long as it cannot be read or written, for want of file
   * descriptors perhaps, it is tried again for some seconds. The answer comes on the loop.
   *
   * @param what for the log
   */
  <T> CompletableFuture<T> insist(String what, Callable<T> work) {
    return insist(what, work, ATTEMPTS - 1);
  }

  private <T> CompletableFuture<T> insist(String what, Callable<T> work, int left) {
    return io(work)
        .exceptionallyCompose(
            failure -> {
              if (left == 0 || !(Stages.cause(failure) instanceof IOException)) {
                return CompletableFuture.failedFuture(Stages.cause(failure));
              }
              LOG.warn("Cannot {} now; tried again: {}", what, Stages.cause(failure).toString());
              return pause(PAUSE).thenCompose(nothing -> insist(what, work, left - 1));
            });
  }

  /** Completes after a while, on the loop. */
  CompletableFuture<Void> pause(Duration span) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    loop.timers().schedule(span, () -> over.complete(null));
    return over;
  }

  /** Writes what is to be found again of a container, after all that was written before. */
  CompletableFuture<Void> checkpoint(Container container) {
    CompletableFuture<Void> written =
        container.written.thenCompose(
            before -> {
              Saved saved = container.saved;
              return run(() -> save(container, saved));
            });
    container.written = written.handle((nothing, failure) -> null);
    return written;
  }

  /** Writes down what is to be found again of a container. Blocks; one at a time. */
  void save(Container container, Saved saved) throws IOException {
    int before = container.revisions;
    container.revisions = 0; // also if this fails
    if (before == 0) {
      checkpoints.write(container.name, saved);
    } else {
      checkpoints.revise(container.name, saved);
    }
    container.revisions = (before + 1) % REVISIONS;
  }

  /** Something that may fail. */
  interface Step {
    void run() throws Exception;
  }
}
