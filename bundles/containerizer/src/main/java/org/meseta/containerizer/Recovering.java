package org.meseta.containerizer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.meseta.containerizer.async.Stages;
import org.meseta.containerizer.checkpoint.Saved;
import org.meseta.containerizer.process.Enclosure;
import org.meseta.plugin.containerizer.Containerizer.Recovery;
import org.meseta.protocol.v1.ContainerID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds again what ran before. A container goes on only if its very supervisor lives, by pid, start
 * time and boot; all others are brought to their end, and so are those that nobody knows. Used on
 * the loop only.
 */
final class Recovering {
  private static final Logger LOG = LoggerFactory.getLogger(Recovering.class);

  private final Means means;
  private final Containers containers;
  private final Ending ending;

  Recovering(Means means, Containers containers, Ending ending) {
    this.means = means;
    this.containers = containers;
    this.ending = ending;
  }

  /** Reads the checkpoints; all containers are there afterwards, and nothing has been done yet. */
  CompletableFuture<Void> load() {
    return means
        .insist("find containers again", this::read)
        .thenAccept(found -> found.forEach(this::add));
  }

  /** Ends what is not to go on. To be called when the isolators have taken over. */
  Recovery settle(Collection<ContainerID> known) {
    Set<ContainerID> lost = new HashSet<>(known);
    Set<ContainerID> alive = new HashSet<>();
    Set<ContainerID> orphans = new HashSet<>();
    for (Container container : containers.all()) {
      boolean wanted = lost.remove(container.id());
      if (wanted && container.phase == Container.Phase.RUNNING) {
        alive.add(container.id());
      } else if (!wanted) {
        orphans.add(container.id());
      }
      settle(container, wanted);
    }
    LOG.info(
        "Recovered: {} run on, {} lost, {} orphans", alive.size(), lost.size(), orphans.size());
    return new Recovery(Set.copyOf(alive), Set.copyOf(lost), Set.copyOf(orphans));
  }

  /** Kills what is in cgroups of ours that no container has. Completes soon; the rest goes on. */
  CompletableFuture<Void> removeStrays() {
    Set<Optional<?>> ours =
        containers.all().stream().map(c -> c.saved.cgroup()).collect(Collectors.toSet());
    return means
        .insist("list cgroups", () -> means.tracking().all())
        .thenAccept(
            all -> all.stream().filter(e -> !ours.contains(e.cgroup())).forEach(this::removeStray));
  }

  private void removeStray(Enclosure stray) {
    LOG.warn("Nobody knows the cgroup {}; it is removed", stray.cgroup());
    Stages.whenDone(
        new Extinction(means, "the stray cgroup " + stray.cgroup(), stray).run(),
        (nothing, failure) -> LOG.info("The stray cgroup {} is gone", stray.cgroup()));
  }

  private void settle(Container container, boolean wanted) {
    if (!wanted) {
      LOG.info("The {} is an orphan; it is destroyed", container);
      container.unwanted = true;
      ending.forget(container);
    }
    if (container.phase != Container.Phase.RUNNING || !wanted) {
      ending.end(container, "The command's end was not seen: the agent was not there");
    }
  }

  private void add(Found found) {
    Saved saved = found.saved;
    Container.Phase phase =
        saved.end().isPresent()
            ? Container.Phase.ENDED
            : found.runs ? Container.Phase.RUNNING : Container.Phase.LAUNCHING;
    Container container = new Container(found.name, saved, phase, means);
    saved.end().ifPresent(container.end::complete);
    container.settled.complete(null);
    containers.add(container);
  }

  private List<Found> read() throws IOException {
    List<Found> found = new ArrayList<>();
    for (String name : means.folder().names()) {
      Optional<Saved> saved = read(name);
      if (saved.isPresent()) {
        found.add(new Found(name, saved.get(), runs(name, saved.get())));
      }
    }
    return found;
  }

  /** A folder without a checkpoint is of a launch that had not begun. */
  private Optional<Saved> read(String name) throws IOException {
    Optional<Saved> saved = Optional.empty();
    try {
      saved = means.checkpoints().read(name);
    } catch (IOException e) {
      LOG.error("Container {} is lost", name, e);
    }
    if (saved.isEmpty()) {
      means.folder().remove(name);
    }
    return saved;
  }

  private boolean runs(String name, Saved saved) throws IOException {
    boolean alive =
        saved.bootId().equals(means.bootId())
            && saved.supervisor().isPresent()
            && means.proc().alive(saved.supervisor().get());
    try {
      return alive && means.exits().read(name).isEmpty();
    } catch (IOException e) {
      LOG.error("The end of container {} cannot be read", name, e);
      return alive;
    }
  }

  private record Found(String name, Saved saved, boolean runs) {}
}
