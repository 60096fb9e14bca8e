package org.meseta.containerizer;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.meseta.containerizer.async.Stages;
import org.meseta.containerizer.process.ProcessIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a container whose command has ended. What the command leaves behind is killed at once,
 * unless all of it was asked to end by SIGTERM: then it may do so in its own time, until somebody
 * destroys the container. Used on the loop only.
 */
final class Parting {
  private static final Logger LOG = LoggerFactory.getLogger(Parting.class);
  private static final int LONGEST_MILLIS = 200;

  private final Means means;
  private final Ending ending;

  Parting(Means means, Ending ending) {
    this.means = means;
    this.ending = ending;
  }

  /** May be called again; only the first call counts. */
  void begin(Container container) {
    if (!container.askedToEnd) {
      end(container);
    } else if (!container.parting) {
      container.parting = true;
      await(container, 1);
    }
  }

  private void await(Container container, int millis) {
    if (container.phase != Container.Phase.RUNNING) {
      return;
    }
    Stages.whenDone(
        means.io(() -> left(container)),
        (left, failure) -> {
          if (failure == null && !left) {
            end(container);
            return;
          }
          if (failure != null) {
            LOG.warn("Cannot tell what is left of {}: {}", container, failure.toString());
          }
          Duration pause = Duration.ofMillis(millis);
          int longer = Math.min(2 * millis, LONGEST_MILLIS);
          Stages.whenDone(means.pause(pause), (nothing, never) -> await(container, longer));
        });
  }

  private void end(Container container) {
    ending.end(container, "The launcher of the command vanished");
  }

  /** Whether anything but the supervisor is, which writes down the end and goes. */
  private static boolean left(Container container) throws IOException {
    Set<Long> left = new HashSet<>(container.enclosure.processes());
    container.saved.supervisor().map(ProcessIdentity::pid).ifPresent(left::remove);
    return !left.isEmpty();
  }
}
