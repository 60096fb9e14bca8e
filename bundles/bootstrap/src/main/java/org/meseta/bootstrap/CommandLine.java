package org.meseta.bootstrap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads flags as Mesos writes them: {@code --name=value}, {@code --name} and {@code --no-name}. A
 * flag on the command line wins over its {@code MESOS_} variable; variables that no role knows are
 * left alone, unknown flags are errors.
 */
final class CommandLine {

  private final Map<String, FlagTable> tables;

  /**
   * @param tables by configuration, those of the role that is to run
   */
  CommandLine(Map<String, FlagTable> tables) {
    this.tables = tables;
  }

  /**
   * Reads a command line.
   *
   * @return values by flag
   * @throws UsageException naming the argument that is wrong
   */
  Map<String, String> read(List<String> arguments, Map<String, String> environment) {
    Map<String, String> values = new LinkedHashMap<>();
    arguments.forEach(argument -> readOne(argument, values));
    environment.forEach((name, value) -> readVariable(name, value, values));
    return values;
  }

  private void readOne(String argument, Map<String, String> values) {
    if (!argument.startsWith("--")) {
      throw new UsageException("Unexpected argument '" + argument + "': flags start with --");
    }
    int equals = argument.indexOf('=');
    String name = argument.substring(2, equals < 0 ? argument.length() : equals);
    if (equals >= 0) {
      put(name, argument.substring(equals + 1), values);
    } else if (name.startsWith("no-") && !knows(name) && isBoolean(name.substring(3))) {
      put(name.substring(3), "false", values);
    } else {
      put(name, bare(name), values);
    }
  }

  private String bare(String name) {
    if (knows(name) && !isBoolean(name)) {
      throw new UsageException("Flag --" + name + " needs a value: --" + name + "=VALUE");
    }
    return "true";
  }

  private void put(String name, String value, Map<String, String> values) {
    if (!knows(name)) {
      throw new UsageException("Unknown flag --" + name + hint(name));
    }
    if (values.putIfAbsent(name, value) != null) {
      throw new UsageException("Flag --" + name + " is given twice");
    }
  }

  private void readVariable(String variable, String value, Map<String, String> values) {
    if (variable.startsWith("MESOS_")) {
      String name = variable.substring("MESOS_".length()).toLowerCase(Locale.ROOT);
      if (knows(name)) {
        values.putIfAbsent(name, value);
      }
    }
  }

  private boolean knows(String name) {
    return tables.values().stream().anyMatch(table -> table.knows(name));
  }

  private boolean isBoolean(String name) {
    return tables.values().stream().anyMatch(table -> table.isBoolean(name));
  }

  private String hint(String name) {
    return name.equals("zk") ? ": groups of masters are not supported yet" : nearest(name);
  }

  private String nearest(String name) {
    String best = "";
    int least = Math.min(3, 1 + name.length() / 2);
    for (FlagTable table : tables.values()) {
      for (String known : table.names()) {
        int distance = EditDistance.between(name, known, least);
        if (distance < least) {
          least = distance;
          best = known;
        }
      }
    }
    return best.isEmpty() ? "" : ". Did you mean --" + best + "?";
  }

  /** Something on the command line is wrong. */
  static final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
      super(message);
    }
  }
}
