package org.meseta.containerizer;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.meseta.containerizer.async.Stages;
import org.meseta.containerizer.launcher.CommandSignals.Outcome;
import org.meseta.containerizer.process.ProcessIdentity;

/**
 * Sends a signal to a container's processes, waiting a moment for a command that just starts. Used
 * on the loop only.
 */
final class Signalling {
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final int ATTEMPTS = 300;
  private static final int MAX_SIGNAL = 64;
  private static final int SIGTERM = 15;

  private final Means means;

  Signalling(Means means) {
    this.means = means;
  }

  /** False if the command is over. Fails if it cannot be reached. */
  CompletableFuture<Boolean> send(Container container, int signal) {
    if (signal < 1 || signal > MAX_SIGNAL) {
      throw new IllegalArgumentException("There is no signal " + signal);
    }
    container.askedToEnd |= signal == SIGTERM;
    return attempt(container, signal, ATTEMPTS);
  }

  private CompletableFuture<Boolean> attempt(Container container, int signal, int left) {
    if (container.phase != Container.Phase.RUNNING) {
      return CompletableFuture.completedFuture(false);
    }
    ProcessIdentity supervisor = container.saved.supervisor().orElseThrow();
    return means
        .io(
            () ->
                means
                    .signals()
                    .send(
                        means.folder().container(container.name),
                        supervisor,
                        container.enclosure,
                        signal))
        .exceptionallyCompose(failure -> unsent(left, Stages.cause(failure)))
        .thenCompose(
            outcome ->
                switch (outcome) {
                  case SENT -> CompletableFuture.completedFuture(true);
                  case OVER -> CompletableFuture.completedFuture(false);
                  case TOO_EARLY -> later(container, signal, left - 1);
                });
  }

  /** What could not be read may be readable soon. */
  private static CompletableFuture<Outcome> unsent(int left, Throwable reason) {
    return left > 1 && reason instanceof IOException
        ? CompletableFuture.completedFuture(Outcome.TOO_EARLY)
        : CompletableFuture.failedFuture(reason);
  }

  private CompletableFuture<Boolean> later(Container container, int signal, int left) {
    return left == 0
        ? CompletableFuture.failedFuture(
            new IllegalStateException("The command of " + container + " does not start"))
        : means.pause(PAUSE).thenCompose(nothing -> attempt(container, signal, left));
  }
}
