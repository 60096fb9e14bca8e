package org.meseta.bootstrap;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The agents of {@code local}: one, or several that must not get into each other's way. */
final class LocalAgents {

  /** Each has threads and a port of its own. */
  private static final int MOST = 100;

  private static final int LAST_PORT = 65535;

  static final List<Map<String, String>> FLAGS =
      List.of(
          Map.of(
              "name", "agents",
              "default", "1",
              "help",
                  "How many agents there are. Several have folders of their own below --work_dir"
                      + " (agent-1, agent-2, ...) and share what is found of the host's resources;"
                      + " what --resources names each of them offers."),
          Map.of(
              "name", "agent_port",
              "default", "5051",
              "help",
                  "Port of the agent; --port is the master's. Of several agents each has the next"
                      + " one; 0: the system chooses."));

  private LocalAgents() {}

  /**
   * A configuration for each agent.
   *
   * @param flags what of the command line says something to an agent
   * @param values the whole command line
   * @throws CommandLine.UsageException naming the flag that is wrong
   */
  static List<Map<String, String>> of(Map<String, String> flags, Map<String, String> values) {
    Map<String, String> all = new LinkedHashMap<>(flags);
    all.put("master", master(values));
    all.put("port", values.getOrDefault("agent_port", "5051"));
    int count = count(values.getOrDefault("agents", "1"));
    if (count == 1) {
      return List.of(all);
    }
    List<Map<String, String>> agents = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      agents.add(one(all, values, number, count));
    }
    return agents;
  }

  private static String master(Map<String, String> values) {
    if (values.containsKey("master")) {
      throw new CommandLine.UsageException("Flag --master: local has a master of its own");
    }
    String port = values.getOrDefault("port", "5050");
    if (port.equals("0")) {
      throw new CommandLine.UsageException(
          "Flag --port: local needs a port to tell its agent, not 0");
    }
    String ip = values.getOrDefault("ip", "127.0.0.1");
    return (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port;
  }

  private static int count(String text) {
    int count = number(text);
    if (count < 1 || count > MOST) {
      throw new CommandLine.UsageException(
          "Flag --agents: '" + text + "' is not a number from 1 to " + MOST);
    }
    return count;
  }

  private static Map<String, String> one(
      Map<String, String> all, Map<String, String> values, int number, int count) {
    Map<String, String> one = new LinkedHashMap<>(all);
    one.put("port", port(values, number));
    for (String folder : List.of("work_dir", "runtime_dir")) {
      one.computeIfPresent(
          folder, (flag, path) -> Path.of(path).resolve("agent-" + number).toString());
    }
    // What has a dot is no flag: the agent's and its edge's component read it.
    one.put("agent.instance", Integer.toString(number));
    one.put("agent.instances", Integer.toString(count));
    one.put("agent.target", "(agent.instance=" + number + ")");
    return one;
  }

  private static String port(Map<String, String> values, int number) {
    String text = values.getOrDefault("agent_port", "5051");
    int first = number(text);
    int port = first == 0 ? 0 : first + number - 1;
    if (first < 0 || port > LAST_PORT) {
      throw new CommandLine.UsageException(
          "Flag --agent_port: '" + text + "' leaves no port for agent " + number);
    }
    if (port == number(values.getOrDefault("port", "5050"))) {
      throw new CommandLine.UsageException(
          "Flag --agent_port: agent " + number + " would get port " + port + ", the master's");
    }
    return Integer.toString(port);
  }

  /** Negative if it is none. */
  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
