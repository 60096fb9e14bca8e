package org.meseta.containerizer;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
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

  /** Writes what is to be found again of a container, after all that was written before. */
  CompletableFuture<Void> checkpoint(Container container) {
    CompletableFuture<Void> written =
        container.written.thenCompose(
            before -> {
              Saved saved = container.saved;
              return run(() -> checkpoints.write(container.name, saved));
            });
    container.written = written.handle((nothing, failure) -> null);
    return written;
  }

  /** Something that may fail. */
  interface Step {
    void run() throws Exception;
  }
}
