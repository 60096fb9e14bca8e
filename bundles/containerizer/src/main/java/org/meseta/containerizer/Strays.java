package org.meseta.containerizer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.meseta.containerizer.async.Stages;
import org.meseta.containerizer.process.Enclosure;
import org.meseta.containerizer.process.Mark;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes that were started by this agent for containers that are not known any more: in cgroups
 * that no container has, and of containers whose checkpoints are damaged. The folders of the latter
 * stay for somebody to look at. Used on the loop only.
 */
final class Strays {
  private static final Logger LOG = LoggerFactory.getLogger(Strays.class);

  private final Means means;
  private final List<String> damaged = new ArrayList<>();

  Strays(Means means) {
    this.means = means;
  }

  /** A container has a folder and nothing else. */
  void addDamaged(String name) {
    damaged.add(name);
  }

  /** Kills them. Completes soon; the rest goes on. */
  CompletableFuture<Void> remove(Collection<Container> known) {
    damaged.forEach(this::remove);
    Set<Optional<Path>> cgroups =
        known.stream().map(c -> c.saved.cgroup()).collect(Collectors.toSet());
    return means
        .insist("list cgroups", () -> means.tracking().all())
        .thenAccept(
            all -> all.stream().filter(e -> !cgroups.contains(e.cgroup())).forEach(this::remove));
  }

  private void remove(Enclosure stray) {
    String cgroup = stray.cgroup().map(Path::toString).orElse("");
    LOG.warn("Nobody knows the cgroup {}; it is removed", cgroup);
    remove("the stray cgroup " + cgroup, stray);
  }

  /** If it has a cgroup, that is a stray one. */
  private void remove(String name) {
    Mark mark = new Mark(means.folder().container(name));
    Enclosure enclosure = means.tracking().enclosure(Optional.empty(), mark, Optional::empty);
    remove("the damaged container " + name, enclosure);
  }

  private void remove(String what, Enclosure enclosure) {
    Stages.whenDone(
        new Extinction(means, what, enclosure).run(),
        (nothing, failure) -> LOG.info("Nothing is left of {}", what));
  }
}
