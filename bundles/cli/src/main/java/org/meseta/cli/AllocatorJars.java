package org.meseta.cli;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meseta.plugin.PluginNames;
import org.meseta.plugin.allocator.AllocatorFactory;
import org.meseta.plugin.allocator.sorter.SorterFactory;

/** Allocators by name, and the sorters that they may use, out of jars, without a framework. */
final class AllocatorJars {
  private final Map<String, Component> allocators = new LinkedHashMap<>();
  private final Set<Component> foreign = new HashSet<>();
  private final List<Component> sorters = new ArrayList<>();

  /** Those that come with this program. */
  static AllocatorJars onClassPath() throws IOException {
    AllocatorJars jars = new AllocatorJars();
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
      if (entry.endsWith(".jar")) {
        jars.read(Path.of(entry), AllocatorJars.class.getClassLoader());
      }
    }
    return jars;
  }

  /**
   * Adds those of a plugin's jar, before any of the same name.
   *
   * @throws IOException if it cannot be read or has none; the message says so
   */
  void add(Path jar) throws IOException {
    URL[] own = {jar.toUri().toURL()};
    List<Component> found = read(jar, new URLClassLoader(own, new Platform()));
    foreign.addAll(found);
    if (found.isEmpty()) {
      throw new IOException(jar + " has neither an allocator nor a sorter");
    }
  }

  /** What plugins may use of this program: not the plugins that come with it. */
  private static final class Platform extends ClassLoader {
    Platform() {
      super(AllocatorJars.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.meseta.plugins.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }

  private List<Component> read(Path jar, ClassLoader loader) throws IOException {
    List<Component> found = new ArrayList<>();
    for (Component component : Component.of(jar, loader)) {
      if (component.provides(AllocatorFactory.class)) {
        component.names().forEach(name -> allocators.put(name, component));
        found.add(component);
      } else if (component.provides(SorterFactory.class)) {
        sorters.add(component);
        found.add(component);
      }
    }
    return found;
  }

  /** With all sorters that there are. */
  Optional<AllocatorFactory> find(String name) throws IOException {
    Component component = allocators.get(name);
    if (component == null) {
      return Optional.empty();
    }
    AllocatorFactory factory = component.make(AllocatorFactory.class);
    for (Component sorter : sorters) {
      Map<String, ?> properties = Map.of(PluginNames.NAME, sorter.names().toArray(new String[0]));
      component.bind(factory, SorterFactory.class, sorter.make(SorterFactory.class), properties);
    }
    return Optional.of(factory);
  }

  /** Whether the one of this name was added, and is not the one that comes with this program. */
  boolean isForeign(String name) {
    return foreign.contains(allocators.get(name));
  }

  /** What {@link #find} finds. */
  List<String> names() {
    return List.copyOf(allocators.keySet());
  }
}
