package org.meseta.containerizer;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.meseta.containerizer.process.Enclosure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kills what is in an enclosure until nothing is left. Used on the loop only. */
final class Extinction {
  private static final Logger LOG = LoggerFactory.getLogger(Extinction.class);
  private static final int LONGEST_MILLIS = 100;
  private static final int ATTEMPTS_PER_LINE = 600;

  private final Means means;
  private final String what;
  private final Enclosure enclosure;
  private int attempts;

  Extinction(Means means, String what, Enclosure enclosure) {
    this.means = means;
    this.what = what;
    this.enclosure = enclosure;
  }

  /** Completes when nothing is left, however long that takes. */
  CompletableFuture<Void> run() {
    return means
        .io(this::attempt)
        .exceptionally(this::failed)
        .thenCompose(gone -> gone ? CompletableFuture.completedFuture(null) : again());
  }

  private boolean attempt() throws IOException {
    if (enclosure.remove()) {
      return true;
    }
    enclosure.kill();
    return enclosure.remove();
  }

  private boolean failed(Throwable failure) {
    if (attempts % ATTEMPTS_PER_LINE == 0) {
      LOG.error("The processes of {} could not be killed; tried again", what, failure);
    }
    return false;
  }

  private CompletableFuture<Void> again() {
    attempts++;
    if (attempts % ATTEMPTS_PER_LINE == 0) {
      LOG.warn("Processes of {} are still there after {} attempts to kill", what, attempts);
    }
    Duration delay = Duration.ofMillis(Math.min(LONGEST_MILLIS, 1L << Math.min(attempts, 10)));
    return means.pause(delay).thenCompose(nothing -> run());
  }
}
