package org.meseta.containerizer;

import java.util.ArrayList;
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

  /**
   * Whether an isolator of this name gives containers their files and volumes. {@code
   * filesystem/shared} only hides folders of the host.
   */
  static boolean isOfFiles(String name) {
    return name.startsWith(FILES) && !name.equals(FILES + "shared");
  }

  /**
   * Names in order, each once; {@code posix} and {@code process} are short for the default. One of
   * them gives containers their files and volumes: {@code filesystem/posix} if none is named.
   *
   * @throws IllegalArgumentException if several would do that
   */
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
    return withFiles(List.copyOf(names));
  }

  private static List<String> withFiles(List<String> names) {
    List<String> files = names.stream().filter(Isolation::isOfFiles).toList();
    if (files.size() > 1) {
      throw new IllegalArgumentException(
          "Flag --isolation names several isolators that give containers their files, and a"
              + " container can have one: "
              + String.join(", ", files));
    }
    if (!files.isEmpty()) {
      return names;
    }
    List<String> all = new ArrayList<>();
    all.add(FILES + "posix");
    all.addAll(names);
    return List.copyOf(all);
  }
}
