package org.meseta.containerizer.isolation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.meseta.containerizer.checkpoint.Isolated;
import org.meseta.plugin.host.Candidate;
import org.meseta.plugin.isolator.Isolator.RecoveredContainer;
import org.meseta.plugin.isolator.IsolatorFactory;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.runtime.EventLoop;
import org.meseta.runtime.Runtime;

/**
 * The isolators of one containerizer. They come and go while containers live: one that comes takes
 * over the containers that its name has prepared. Used on the loop only.
 */
public final class Isolators {
  private final Host host;
  private final Map<String, Slot> slots = new LinkedHashMap<>();

  public Isolators(
      Runtime runtime,
      EventLoop loop,
      IsolatorOptions options,
      IsolatorContexts contexts,
      Owner owner) {
    this.host = new Host(runtime, loop, options, contexts, owner);
    options.wanted().forEach(this::slot);
  }

  /** Whose isolators they are. Called on the loop. */
  public interface Owner {
    /** The containers that the isolator has prepared, or was about to, and not cleaned up after. */
    List<RecoveredContainer> preparedBy(String isolator);

    /** The isolator has taken over its containers. */
    void ready(LiveIsolator isolator);
  }

  /** A plugin has come; completes when it is ready or has failed, or is not needed. Never fails. */
  public CompletableFuture<Void> arrived(Candidate<IsolatorFactory> candidate) {
    Slot slot = slot(candidate.name());
    slot.arrived(candidate);
    return slot.settled();
  }

  /** A plugin goes. Containers stay as they are. */
  public void left(Candidate<IsolatorFactory> candidate) {
    slot(candidate.name()).left(candidate);
  }

  /** All plugins that were there at the start have been told of: says which are missing. */
  public void settle() {
    slots.values().forEach(Slot::settle);
  }

  /** Those that every new container needs, in order. */
  public List<LiveIsolator> wanted() {
    return host.options.wanted().stream().map(name -> slot(name).live()).toList();
  }

  /**
   * Completes when all that new containers need are there. Fails with an {@link IsolatorException}
   * naming one that does not come in time.
   */
  public CompletableFuture<Void> ready() {
    return CompletableFuture.allOf(
        wanted().stream().map(LiveIsolator::ready).toArray(CompletableFuture[]::new));
  }

  /** The isolator with this name, if it is ready. */
  public Optional<LiveIsolator> find(String name) {
    return Optional.ofNullable(slots.get(name)).filter(Slot::isReady).map(Slot::live);
  }

  /** Those of a container that are ready, in its order. */
  public List<LiveIsolator> of(List<Isolated> prepared) {
    return prepared.stream().flatMap(i -> find(i.name()).stream()).toList();
  }

  /**
   * Cleans up at once, or when the isolator is there again.
   *
   * @param postponed is told if it is the latter
   */
  public CompletableFuture<Void> cleanup(String name, ContainerID container, Runnable postponed) {
    Slot slot = slot(name);
    CompletableFuture<Void> done = slot.live().cleanup(container, postponed);
    slot.settle(); // one may be there that nobody needed until now
    return done;
  }

  /** Closes all. */
  public void close() {
    slots.values().forEach(Slot::close);
  }

  private Slot slot(String name) {
    return slots.computeIfAbsent(name, n -> new Slot(n, host));
  }

  /** What slots have in common. */
  record Host(
      Runtime runtime,
      EventLoop loop,
      IsolatorOptions options,
      IsolatorContexts contexts,
      Owner owner) {

    boolean isNeeded(String name) {
      return options.wanted().contains(name) || !owner.preparedBy(name).isEmpty();
    }

    List<RecoveredContainer> preparedBy(String name) {
      return owner.preparedBy(name);
    }

    void ready(LiveIsolator isolator) {
      owner.ready(isolator);
    }
  }
}
