package org.meseta.bootstrap;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The flags that one role knows, as its bundle publishes them: a service of type {@link
 * java.util.function.Supplier} with the property {@value #PID}, giving for each flag its {@code
 * name}, {@code default}, {@code help}, whether it is {@code boolean}, and its {@code former}
 * names, with commas between.
 */
final class FlagTable {

  /** Service property: the configuration that the flags end up in. */
  static final String PID = "meseta.flags.pid";

  private final Map<String, Map<String, String>> flags = new LinkedHashMap<>();
  private final Map<String, String> former = new HashMap<>();

  FlagTable(List<Map<String, String>> rows) {
    for (Map<String, String> row : rows) {
      String name = row.getOrDefault("name", "");
      flags.put(name, row);
      Stream.of(row.getOrDefault("former", "").split(","))
          .filter(old -> !old.isEmpty())
          .forEach(old -> former.put(old, name));
    }
  }

  boolean knows(String flag) {
    return flags.containsKey(flag) || former.containsKey(flag);
  }

  boolean isBoolean(String flag) {
    return Boolean.parseBoolean(
        flags.getOrDefault(former.getOrDefault(flag, flag), Map.of()).get("boolean"));
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
