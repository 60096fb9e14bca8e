package org.meseta.containerizer;

import java.util.Optional;
import org.meseta.containerizer.async.Stages;
import org.meseta.containerizer.isolation.Isolators;
import org.meseta.containerizer.isolation.LiveIsolator;
import org.meseta.plugin.isolator.Limitation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends containers that go over a limit of an isolator. Used on the loop only. */
final class Limits {
  private static final Logger LOG = LoggerFactory.getLogger(Limits.class);

  private final Isolators isolators;
  private final Ending ending;

  Limits(Isolators isolators, Ending ending) {
    this.isolators = isolators;
    this.ending = ending;
  }

  /** The container runs: all its isolators watch it. */
  void watch(Container container) {
    isolators.of(container.saved.isolators()).forEach(i -> watch(i, container));
  }

  /** The isolator has come, or has come anew. */
  void watch(LiveIsolator isolator, Container container) {
    Stages.whenDone(
        isolator.watch(container.id()),
        (limitation, failure) -> {
          if (failure != null) {
            LOG.warn("The {} is not watched any more: {}", container, failure.getMessage());
          } else {
            reached(container, limitation);
          }
        });
  }

  private void reached(Container container, Limitation limitation) {
    if (container.phase == Container.Phase.RUNNING) {
      LOG.info("The {} is destroyed: {}", container, limitation.message());
      container.unwanted = true;
      container.limitation = Optional.of(limitation);
      ending.end(container, limitation.message());
    }
  }
}
