package org.meseta.agent.flags;

import java.util.List;
import java.util.Map;
import org.meseta.runtime.FlagSpec;

/** The flags as plain maps, for those who cannot see our types. */
public final class FlagsTable {
  private FlagsTable() {}

  /** For each flag its {@code name}, {@code default}, {@code help} and whether it is boolean. */
  public static List<Map<String, String>> rows() {
    return AgentFlags.SPECS.stream().map(FlagsTable::row).toList();
  }

  private static Map<String, String> row(FlagSpec spec) {
    return Map.of(
        "name", spec.name(),
        "default", spec.defaultValue().orElse(""),
        "help", spec.help(),
        "boolean", Boolean.toString(spec.kind() == FlagSpec.Kind.BOOL));
  }
}
