package org.meseta.containerizer;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.meseta.containerizer.async.Stages;
import org.meseta.containerizer.process.ProcessIdentity;
import org.meseta.plugin.Blocking;
import org.meseta.runtime.EventLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices the ends of commands: one thread waits for exit files, whatever the number of containers;
 * every few seconds a sweep looks for what that has missed, such as a supervisor that was killed.
 * Used on the loop only.
 */
final class Watching {
  private static final Logger LOG = LoggerFactory.getLogger(Watching.class);
  private static final Duration SWEEP = Duration.ofSeconds(5);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Means means;
  private final EventLoop loop;
  private final Blocking waiting;
  private final Containers containers;
  private final Consumer<Container> ended;

  /**
   * @param waiting has a thread that waits all the time
   * @param ended is given containers whose command has ended, perhaps more than once
   */
  Watching(Means means, Blocking waiting, Containers containers, Consumer<Container> ended) {
    this.means = means;
    this.loop = means.loop();
    this.waiting = waiting;
    this.containers = containers;
    this.ended = ended;
  }

  /** Starts for good. */
  void start() {
    await();
    loop.timers().schedule(SWEEP, this::sweep);
  }

  private void await() {
    Stages.whenDone(
        waiting.call(() -> means.exits().await()),
        (names, failure) -> {
          if (failure == null) {
            noticed(names);
            await();
          } else if (!isClosing(failure)) {
            LOG.error("Waiting for exit files failed; tried again", failure);
            loop.timers().schedule(RETRY, this::await);
          }
        });
  }

  private static boolean isClosing(Throwable failure) {
    return failure instanceof ClosedWatchServiceException
        || failure instanceof InterruptedException;
  }

  private void noticed(Set<String> names) {
    names.forEach(name -> containers.find(name).ifPresent(ended));
  }

  private void sweep() {
    Map<String, ProcessIdentity> supervisors = new HashMap<>();
    for (Container container : containers.running()) {
      Optional<ProcessIdentity> supervisor = container.saved.supervisor();
      supervisor.ifPresent(s -> supervisors.put(container.name, s));
    }
    Stages.whenDone(
        means.io(() -> gone(supervisors)),
        (names, failure) -> {
          if (failure == null) {
            noticed(names);
          } else {
            LOG.error("The sweep for ended commands failed; tried again", failure);
          }
          loop.timers().schedule(SWEEP, this::sweep);
        });
  }

  private Set<String> gone(Map<String, ProcessIdentity> supervisors) throws IOException {
    Set<String> gone = new HashSet<>();
    for (Map.Entry<String, ProcessIdentity> supervisor : supervisors.entrySet()) {
      if (!means.proc().alive(supervisor.getValue())) {
        gone.add(supervisor.getKey());
      }
    }
    return gone;
  }
}
