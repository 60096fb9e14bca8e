package org.meseta.bootstrap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What this process is to be. */
enum Role {
  MASTER,
  AGENT,
  /** Both in one process. */
  LOCAL;

  static final String MASTER_PID = "org.meseta.master";
  static final String AGENT_PID = "org.meseta.agent";

  static Role of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The configurations that make the role. */
  List<String> pids() {
    return switch (this) {
      case MASTER -> List.of(MASTER_PID);
      case AGENT -> List.of(AGENT_PID);
      case LOCAL -> List.of(MASTER_PID, AGENT_PID);
    };
  }

  /** The flags that exist only where several daemons share one command line. */
  FlagTable ownFlags() {
    return new FlagTable(this == LOCAL ? LocalAgents.FLAGS : List.of());
  }

  /**
   * What the configurations of one kind hold: several make several daemons.
   *
   * @param table the flags that they know
   * @param values the whole command line
   * @throws CommandLine.UsageException naming the flag that is wrong
   */
  List<Map<String, String>> configurations(
      String pid, FlagTable table, Map<String, String> values) {
    Map<String, String> known = new LinkedHashMap<>(values);
    known.keySet().removeIf(name -> !table.knows(name));
    if (this == LOCAL && pid.equals(AGENT_PID)) {
      return LocalAgents.of(known, values);
    }
    if (this == LOCAL && table.knows("registry")) {
      // Starts sooner and needs less; who wants to keep something asks for it.
      known.putIfAbsent("registry", "in_memory");
    }
    return List.of(known);
  }
}
