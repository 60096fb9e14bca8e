package org.meseta.containerizer.isolation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.meseta.containerizer.async.Stages;
import org.meseta.containerizer.checkpoint.Isolated;
import org.meseta.plugin.isolator.Isolator;
import org.meseta.plugin.isolator.Isolator.RecoveredContainer;
import org.meseta.plugin.isolator.IsolatorContext;
import org.meseta.plugin.isolator.IsolatorFactory;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.runtime.EventLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The isolators of one containerizer. They come and go while containers live: one that comes takes
 * over the containers that its name has prepared. Used on the loop only.
 */
public final class Isolators {
  private static final Logger LOG = LoggerFactory.getLogger(Isolators.class);

  private final EventLoop loop;
  private final IsolatorContext context;
  private final List<String> wanted;
  private final Owner owner;
  private final Map<String, Entry> entries = new HashMap<>();
  private final Map<String, List<Runnable>> cleanups = new HashMap<>();

  /**
   * @param wanted names of those that every new container needs, in order
   */
  public Isolators(EventLoop loop, IsolatorContext context, List<String> wanted, Owner owner) {
    this.loop = loop;
    this.context = context;
    this.wanted = List.copyOf(wanted);
    this.owner = owner;
  }

  /** Whose isolators they are. Called on the loop. */
  public interface Owner {
    /** The containers that the isolator has prepared, or was about to. */
    List<RecoveredContainer> preparedBy(String isolator);

    /** The isolator has taken over its containers. */
    void ready(LiveIsolator isolator);
  }

  /** A plugin has come; completes when it is ready or has failed. Never fails. */
  public CompletableFuture<Void> arrived(String name, IsolatorFactory factory) {
    if (!wanted.contains(name) && owner.preparedBy(name).isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    Entry entry = new Entry(factory);
    Entry before = entries.put(name, entry);
    if (before != null) {
      before.close();
    }
    return context
        .blocking()
        .call(() -> factory.create(context))
        .toCompletableFuture()
        .thenCompose(isolator -> recover(name, entry, isolator))
        .handle((live, failure) -> settle(name, entry, live, failure))
        .thenApply(nothing -> null);
  }

  /** A plugin goes. Containers stay as they are. */
  public void left(String name, IsolatorFactory factory) {
    Entry entry = entries.get(name);
    if (entry != null && entry.factory == factory) {
      entries.remove(name);
      entry.close();
      LOG.info("Isolator {} is gone", name);
    }
  }

  /**
   * Those that every new container needs, in order.
   *
   * @throws IsolatorException naming one that is not ready
   */
  public List<LiveIsolator> wanted() {
    return wanted.stream().map(this::need).toList();
  }

  /** The isolator with this name, if it is ready. */
  public Optional<LiveIsolator> find(String name) {
    return Optional.ofNullable(entries.get(name)).flatMap(e -> e.live);
  }

  /** Those of a container that are ready, in its order. */
  public List<LiveIsolator> of(List<Isolated> prepared) {
    return prepared.stream().flatMap(i -> find(i.name()).stream()).toList();
  }

  /** Cleans up at once, or when the isolator is there again. */
  public CompletableFuture<Void> cleanup(String name, ContainerID container) {
    Optional<LiveIsolator> live = find(name);
    if (live.isPresent()) {
      return live.get().cleanup(container);
    }
    LOG.warn("Isolator {} is not there to clean up after {}; later", name, container.getValue());
    CompletableFuture<Void> later = new CompletableFuture<>();
    cleanups
        .computeIfAbsent(name, n -> new ArrayList<>())
        .add(() -> Stages.connect(cleanup(name, container), later));
    return later;
  }

  /** Closes all. */
  public void close() {
    entries.values().forEach(Entry::close);
    entries.clear();
  }

  private CompletableFuture<LiveIsolator> recover(String name, Entry entry, Isolator isolator) {
    LiveIsolator live = new LiveIsolator(name, isolator, loop);
    entry.made = Optional.of(live);
    if (entry.closed) {
      live.close();
    }
    return live.recover(owner.preparedBy(name)).thenApply(nothing -> live);
  }

  @SuppressWarnings("NullAway") // one of live and failure is null, as handle() gives them
  private boolean settle(String name, Entry entry, LiveIsolator live, Throwable failure) {
    if (entry.closed) {
      return false;
    }
    if (failure != null) {
      entry.failure = new IsolatorException("Isolator " + name + " cannot be used", failure);
      LOG.error("{}", entry.failure.getMessage(), failure);
      return false;
    }
    entry.live = Optional.of(live);
    LOG.info("Isolator {} is ready", name);
    owner.ready(live);
    List<Runnable> queued = cleanups.remove(name);
    if (queued != null) {
      queued.forEach(Runnable::run);
    }
    return true;
  }

  private LiveIsolator need(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IsolatorException(
          "Isolator " + name + " is missing: no active plugin has this name");
    }
    return entry.live.orElseThrow(
        () ->
            entry.failure != null
                ? entry.failure
                : new IsolatorException("Isolator " + name + " is still starting"));
  }

  /** A plugin that has come, on its way to be ready. */
  private static final class Entry {
    final IsolatorFactory factory;
    Optional<LiveIsolator> made = Optional.empty();
    Optional<LiveIsolator> live = Optional.empty();
    @Nullable IsolatorException failure;
    boolean closed;

    Entry(IsolatorFactory factory) {
      this.factory = factory;
    }

    void close() {
      closed = true;
      made.ifPresent(LiveIsolator::close);
    }
  }
}
