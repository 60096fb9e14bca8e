package org.meseta.containerizer;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meseta.containerizer.isolation.IsolatorOptions;
import org.meseta.plugin.Metrics;
import org.meseta.plugin.host.PluginBoard;
import org.meseta.runtime.Durations;

/** The flag that says which isolators new containers get. */
final class Isolation {
  static final String FLAG = "isolation";

  private static final String FILES = "filesystem/";

  private static final List<String> POSIX = List.of(FILES + "posix", "posix/cpu", "posix/mem");

  private Isolation() {}

  /** As the agent's flags say. */
  static IsolatorOptions options(Map<String, String> flags, PluginBoard board, Metrics metrics) {
    return new IsolatorOptions(
        names(flags.get(FLAG)),
        Durations.parse(flags.getOrDefault("plugin_timeout", "1mins")),
        Durations.parse(flags.getOrDefault("isolator_wait", "10secs")),
        board,
        metrics);
  }

  /** Whether an isolator of this name gives containers their files and volumes. */
  static boolean isOfFiles(String name) {
    return name.startsWith(FILES);
  }

  /** Names in order, each once; {@code posix} and {@code process} are short for the default. */
  static List<String> names(@Nullable String flag) {
    if (flag == null) {
      return POSIX;
    }
    Set<String> names = new LinkedHashSet<>();
    for (String name : flag.split(",", -1)) {
      switch (name.strip()) {
        case "" -> {}
        case "posix", "process" -> names.addAll(POSIX);
        default -> names.add(name.strip());
      }
    }
    return List.copyOf(names);
  }
}
