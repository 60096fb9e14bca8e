package org.meseta.plugin;

/** Names of the service properties that the host reads from a plugin's factory. */
public final class PluginNames {

  /** The name by which a flag (such as {@code --allocator}) selects the plugin. One text. */
  public static final String NAME = "mesos.plugin.name";

  private PluginNames() {}
}
