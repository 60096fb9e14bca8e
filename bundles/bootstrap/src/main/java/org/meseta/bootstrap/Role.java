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

  /** The flags that exist only where two daemons share one command line. */
  FlagTable ownFlags() {
    return this == LOCAL
        ? new FlagTable(
            List.of(
                Map.of(
                    "name", "agent_port",
                    "default", "5051",
                    "help", "Port of the agent; --port is the master's.")))
        : new FlagTable(List.of());
  }

  /** Which of the values go into one of the configurations. */
  Map<String, String> valuesFor(String pid, FlagTable table, Map<String, String> values) {
    Map<String, String> mine = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (table.knows(name)) {
            mine.put(name, value);
          }
        });
    if (this == LOCAL && pid.equals(AGENT_PID)) {
      beLocalAgent(mine, values);
    }
    return mine;
  }

  private static void beLocalAgent(Map<String, String> mine, Map<String, String> values) {
    if (values.containsKey("master")) {
      throw new CommandLine.UsageException("Flag --master: local has a master of its own");
    }
    String port = values.getOrDefault("port", "5050");
    if (port.equals("0")) {
      throw new CommandLine.UsageException(
          "Flag --port: local needs a port to tell its agent, not 0");
    }
    String ip = values.getOrDefault("ip", "127.0.0.1");
    mine.put("port", values.getOrDefault("agent_port", "5051"));
    mine.put("master", (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port);
  }
}
