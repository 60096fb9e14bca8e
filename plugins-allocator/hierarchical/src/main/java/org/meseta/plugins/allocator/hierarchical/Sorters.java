package org.meseta.plugins.allocator.hierarchical;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.meseta.plugin.PluginNames;
import org.meseta.plugin.allocator.sorter.SorterFactory;

/**
 * The orders that there are, by name: those that come with the allocator and those of plugins,
 * which come and go. Of two of one name the one that came first counts. All methods may be called
 * from any thread.
 */
final class Sorters {

  private static final Map<String, SorterFactory> OWN =
      Map.of("drf", context -> candidate -> candidate.share(), "random", RandomSorter::new);

  private final List<Named> plugins = new CopyOnWriteArrayList<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  void add(SorterFactory factory, Map<String, ?> properties) {
    for (String name : PluginNames.of(properties.get(PluginNames.NAME))) {
      plugins.add(new Named(name, factory));
    }
    listeners.forEach(Runnable::run);
  }

  void remove(SorterFactory factory) {
    plugins.removeIf(plugin -> plugin.factory.equals(factory));
    listeners.forEach(Runnable::run);
  }

  Optional<SorterFactory> find(String name) {
    return Optional.ofNullable(OWN.get(name))
        .or(
            () ->
                plugins.stream().filter(p -> p.name.equals(name)).map(Named::factory).findFirst());
  }

  /**
   * @throws IllegalArgumentException if there is none; the message names those that there are
   */
  SorterFactory require(String flag, String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--" + flag + ": there is no sorter '" + name + "', but " + names()));
  }

  private String names() {
    Set<String> names = new TreeSet<>(OWN.keySet());
    plugins.forEach(plugin -> names.add(plugin.name));
    return String.join(", ", new ArrayList<>(names));
  }

  /** Runs on any thread whenever a sorter has come or gone. */
  void listen(Runnable listener) {
    listeners.add(listener);
  }

  void forget(Runnable listener) {
    listeners.remove(listener);
  }

  private record Named(String name, SorterFactory factory) {}
}
