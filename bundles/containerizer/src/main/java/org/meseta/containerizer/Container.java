package org.meseta.containerizer;

import com.google.protobuf.ByteString;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.meseta.containerizer.checkpoint.Saved;
import org.meseta.containerizer.process.Enclosure;
import org.meseta.containerizer.process.Mark;
import org.meseta.containerizer.process.ProcessIdentity;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.plugin.isolator.Isolator.RecoveredContainer;
import org.meseta.plugin.isolator.Limitation;
import org.meseta.protocol.v1.ContainerID;

/** A container and how far it has got. Used on the loop only. */
final class Container {
  final String name;
  final Mark mark;
  final Enclosure enclosure;

  /** Tells the end when all is gone and cleaned up. */
  final CompletableFuture<Termination> end = new CompletableFuture<>();

  /** Completes when no isolator has anything to clean up any more. */
  CompletableFuture<Void> cleaned = CompletableFuture.completedFuture(null);

  /** Completes when its launch has come to an end, good or bad. */
  final CompletableFuture<Void> settled = new CompletableFuture<>();

  /** The last writing of its checkpoint; they come one after the other. Never fails. */
  CompletableFuture<?> written = CompletableFuture.completedFuture(null);

  /** Revisions that its checkpoint consists of; 0 if it is to be written anew. */
  int revisions;

  Saved saved;
  Phase phase;

  /** Somebody wants it to end, an isolator if {@link #limitation} is set. */
  boolean unwanted;

  /** Its processes were sent SIGTERM. */
  boolean askedToEnd;

  /** The command has ended; the others have time until somebody destroys the container. */
  boolean parting;

  /** Names of isolators that may have taken something for it. */
  final Set<String> askedToPrepare = new HashSet<>();

  Optional<Limitation> limitation = Optional.empty();

  /** The end of the command was noticed while it was still being launched. */
  boolean exited;

  /** The agent need not hear of it any more. */
  boolean forgotten;

  /** Also read where things block. */
  private final AtomicReference<Optional<ProcessIdentity>> root;

  Container(String name, Saved saved, Phase phase, Means means) {
    this.name = name;
    this.saved = saved;
    this.phase = phase;
    // Of another boot of the host, a pid and a time would name some innocent process.
    this.root =
        new AtomicReference<>(
            saved.supervisor().filter(s -> saved.bootId().equals(means.bootId())));
    this.mark = new Mark(means.folder().container(name));
    this.enclosure = means.tracking().enclosure(saved.cgroup(), mark, () -> root.get());
  }

  enum Phase {
    LAUNCHING,
    RUNNING,
    ENDING,
    ENDED
  }

  ContainerID id() {
    return saved.id();
  }

  void root(Optional<ProcessIdentity> process) {
    root.set(process);
  }

  boolean alive() {
    return phase == Phase.LAUNCHING || phase == Phase.RUNNING;
  }

  boolean preparedBy(String isolator) {
    return askedToPrepare.contains(isolator)
        && saved.isolators().stream().anyMatch(i -> i.name().equals(isolator) && !i.cleaned());
  }

  RecoveredContainer forIsolator(String isolator) {
    return new RecoveredContainer(
        id(),
        saved.config(),
        saved.supervisor().map(ProcessIdentity::pid),
        saved.isolators().stream()
            .filter(i -> i.name().equals(isolator))
            .flatMap(i -> i.state().stream())
            .findFirst()
            .orElse(ByteString.EMPTY));
  }

  @Override
  public String toString() {
    return "container " + name;
  }
}
