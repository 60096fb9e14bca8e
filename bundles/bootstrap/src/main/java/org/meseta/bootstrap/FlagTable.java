package org.meseta.bootstrap;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The flags that one role knows, as its bundle publishes them: a service of type {@link
 * java.util.function.Supplier} with the property {@value #PID}, giving for each flag its {@code
 * name}, {@code default}, {@code help} and whether it is {@code boolean}.
 */
final class FlagTable {

  /** Service property: the configuration that the flags end up in. */
  static final String PID = "meseta.flags.pid";

  private final Map<String, Map<String, String>> flags = new LinkedHashMap<>();

  FlagTable(List<Map<String, String>> rows) {
    rows.forEach(row -> flags.put(row.get("name"), row));
  }

  boolean knows(String flag) {
    return flags.containsKey(flag);
  }

  boolean isBoolean(String flag) {
    return Optional.ofNullable(flags.get(flag))
        .map(row -> Boolean.parseBoolean(row.get("boolean")))
        .orElse(false);
  }

  Iterable<String> names() {
    return flags.keySet();
  }

  /** One flag for people: its form, then help and default below it. */
  String help(String flag) {
    Map<String, String> row = flags.getOrDefault(flag, Map.of());
    String form = isBoolean(flag) ? "  --[no-]" + flag : "  --" + flag + "=VALUE";
    String byDefault = row.getOrDefault("default", "");
    String end = byDefault.isEmpty() ? "" : " (default: " + byDefault + ")";
    return form + "\n      " + row.getOrDefault("help", "") + end + "\n";
  }
}
