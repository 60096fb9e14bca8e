package org.meseta.containerizer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.meseta.containerizer.checkpoint.DamagedCheckpointException;
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
  private final Strays strays;

  Recovering(Means means, Containers containers, Ending ending) {
    this.means = means;
    this.containers = containers;
    this.ending = ending;
    this.strays = new Strays(means);
  }

  /** Reads the checkpoints; all containers are there afterwards, and nothing has been done yet. */
  CompletableFuture<Void> load() {
    return means
        .insist("find containers again", this::read)
        .thenAccept(found -> found.forEach(this::add))
        .thenCompose(nothing -> thaw());
  }

  /** The agent may have died in the middle of a kill. */
  private CompletableFuture<Void> thaw() {
    List<Enclosure> enclosures = containers.all().stream().map(c -> c.enclosure).toList();
    return means.run(() -> thaw(enclosures));
  }

  private static void thaw(List<Enclosure> enclosures) {
    for (Enclosure enclosure : enclosures) {
      try {
        enclosure.thaw();
      } catch (IOException e) {
        LOG.warn("Cannot thaw {}", enclosure, e);
      }
    }
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
      } else if (!wanted && container.phase != Container.Phase.ENDED) {
        orphans.add(container.id());
      }
      settle(container, wanted);
    }
    LOG.info(
        "Recovered: {} run on, {} lost, {} orphans", alive.size(), lost.size(), orphans.size());
    return new Recovery(Set.copyOf(alive), Set.copyOf(lost), Set.copyOf(orphans));
  }

  /** Kills what is left of containers that are not known. Completes soon; the rest goes on. */
  CompletableFuture<Void> removeStrays() {
    return strays.remove(containers.all());
  }

  private void settle(Container container, boolean wanted) {
    if (container.phase == Container.Phase.ENDED) {
      ending.cleanLeft(container);
    }
    if (!wanted) {
      LOG.info("The {} is not wanted any more; it is removed", container);
      container.unwanted = true;
      ending.forget(container);
    }
    if (container.phase != Container.Phase.RUNNING || !wanted) {
      ending.end(container, "The command's end was not seen: the agent was not there");
    }
  }

  private void add(Found found) {
    if (found.saved.isEmpty()) {
      strays.addDamaged(found.name);
      return;
    }
    Saved saved = found.saved.get();
    Container.Phase phase =
        saved.end().isPresent()
            ? Container.Phase.ENDED
            : found.runs ? Container.Phase.RUNNING : Container.Phase.LAUNCHING;
    Container container = new Container(found.name, saved, phase, means);
    saved.isolators().forEach(i -> container.askedToPrepare.add(i.name()));
    saved.end().ifPresent(container.end::complete);
    container.settled.complete(null);
    containers.add(container);
  }

  private List<Found> read() throws IOException {
    List<Found> found = new ArrayList<>();
    for (String name : means.folder().names()) {
      try {
        read(name).ifPresent(found::add);
      } catch (DamagedCheckpointException e) {
        LOG.error("Container {} is lost, and its processes are killed", name, e);
        found.add(new Found(name, Optional.empty(), false));
      }
    }
    return found;
  }

  private Optional<Found> read(String name) throws IOException {
    Optional<Saved> saved = means.checkpoints().read(name);
    if (saved.isEmpty()) {
      LOG.info("The launch of container {} had not begun; its folder is removed", name);
      means.folder().remove(name);
      return Optional.empty();
    }
    return Optional.of(new Found(name, saved, runs(name, saved.get())));
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

  /** A container's folder, and the container if its checkpoint is sound. */
  private record Found(String name, Optional<Saved> saved, boolean runs) {}
}
