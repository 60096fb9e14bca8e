package org.meseta.plugin.host;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * All plugins of a process, what became of them and which files were refused. It keeps texts and
 * numbers only, and nothing of a plugin's own in memory. Usable from any thread.
 */
public class PluginBoard {
  private static final int MOST_EVENTS = 500;
  private static final int MOST_REFUSALS = 100;

  private final Set<PluginEntry> entries = new LinkedHashSet<>();
  private final Deque<PluginEvent> events = new ArrayDeque<>();
  private final Map<String, Refusal> refusals = new LinkedHashMap<>();
  private final Map<String, Deployment> deployments = new LinkedHashMap<>();
  private final Collection<Consumer<PluginEvent>> listeners = new CopyOnWriteArrayList<>();
  private final Leftovers leftovers = new Leftovers();
  private volatile List<Leftover> found = List.of();

  /** A candidate is there, and not used yet. */
  public PluginEntry add(String host, String kind, Candidate<?> candidate, Instant now) {
    PluginEntry entry =
        add(host, kind, candidate.name(), candidate.origin(), PluginState.AVAILABLE, "", now);
    leftovers.back(candidate.loader());
    entry.loadedBy(candidate.loader());
    return entry;
  }

  /** A plugin is there, or missing. */
  public PluginEntry add(
      String host,
      String kind,
      String name,
      Origin origin,
      PluginState state,
      String reason,
      Instant now) {
    PluginEntry.Standing standing = new PluginEntry.Standing(state, reason, now);
    PluginEntry entry = new PluginEntry(this, host, kind, name, origin, standing);
    synchronized (entries) {
      entries.add(entry);
    }
    happened(new PluginEvent(now, host, kind, name, origin, state, reason));
    return entry;
  }

  void remove(PluginEntry entry) {
    synchronized (entries) {
      entries.remove(entry);
    }
  }

  void left(PluginStatus plugin, ClassLoader loader, Instant due) {
    leftovers.left(plugin, loader, due);
  }

  /** Looks what is left over of plugins that are gone. */
  List<Leftover> findLeftovers(Instant now) {
    found = leftovers.find(now);
    return found;
  }

  /** What was left over of plugins that are gone when {@link LeftoverLog} looked last. */
  public List<Leftover> leftovers() {
    return found;
  }

  void happened(PluginEvent event) {
    synchronized (events) {
      events.addLast(event);
      if (events.size() > MOST_EVENTS) {
        events.removeFirst();
      }
    }
    listeners.forEach(listener -> listener.accept(event));
  }

  /** All plugins, by host, kind and name. */
  public List<PluginStatus> plugins() {
    List<PluginStatus> all = new ArrayList<>();
    synchronized (entries) {
      entries.forEach(entry -> all.add(entry.status()));
    }
    all.sort(
        Comparator.comparing(PluginStatus::host)
            .thenComparing(PluginStatus::kind)
            .thenComparing(PluginStatus::name)
            .thenComparing(PluginStatus::state));
    return all;
  }

  /** What happened, the oldest first; of a long story only the end. */
  public List<PluginEvent> events() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  /**
   * Tells of what happens from now on.
   *
   * @param listener called on any thread; must return at once
   * @return ends it
   */
  public Runnable listen(Consumer<PluginEvent> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** A file is not installed. */
  public void refuse(Refusal refusal) {
    synchronized (refusals) {
      refusals.remove(refusal.file());
      refusals.put(refusal.file(), refusal);
      if (refusals.size() > MOST_REFUSALS) {
        refusals.remove(refusals.keySet().iterator().next());
      }
    }
  }

  /** A file is installed, and there is nothing to say against it any more. */
  public void deployed(Deployment deployment) {
    synchronized (refusals) {
      refusals.remove(deployment.file());
      deployments.put(deployment.file(), deployment);
    }
  }

  /** There is no such file any more. */
  public void forget(String file) {
    synchronized (refusals) {
      refusals.remove(file);
      deployments.remove(file);
    }
  }

  /** The files that are installed. */
  public List<Deployment> deployments() {
    synchronized (refusals) {
      return List.copyOf(deployments.values());
    }
  }

  /** The files that are not installed, the newest last. */
  public List<Refusal> refusals() {
    synchronized (refusals) {
      return List.copyOf(refusals.values());
    }
  }
}
