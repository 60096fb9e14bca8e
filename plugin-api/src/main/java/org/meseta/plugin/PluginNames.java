package org.meseta.plugin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names of the service properties that the host reads from a plugin's factory. */
public final class PluginNames {

  /**
   * The name by which a flag (such as {@code --allocator}) selects the plugin. One text, or several
   * if the plugin goes by several names.
   */
  public static final String NAME = "mesos.plugin.name";

  private PluginNames() {}

  /**
   * The names in a value of the property {@link #NAME}.
   *
   * @param property as the service registry gives it: a text, an array of texts, or null
   */
  public static List<String> of(@Nullable Object property) {
    if (property instanceof String[] names) {
      return List.of(names);
    }
    return property instanceof String name ? List.of(name) : List.of();
  }
}
