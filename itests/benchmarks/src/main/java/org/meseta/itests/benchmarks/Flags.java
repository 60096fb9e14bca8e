package org.meseta.itests.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a benchmark was told.
 *
 * @param values of all its flags, the usual ones where none was given
 */
record Flags(Map<String, String> values) {

  /**
   * Reads {@code --NAME=VALUE}.
   *
   * @param usual the flags that there are, with their usual values
   * @throws IllegalArgumentException if an argument is something else
   */
  static Flags parse(Map<String, String> usual, List<String> arguments) {
    Map<String, String> values = new LinkedHashMap<>(usual);
    for (String argument : arguments) {
      String[] parts = argument.split("=", 2);
      if (!parts[0].startsWith("--") || parts.length < 2) {
        throw new IllegalArgumentException("not --NAME=VALUE: " + argument);
      }
      String name = parts[0].substring(2);
      if (!values.containsKey(name)) {
        throw new IllegalArgumentException(
            "no flag --" + name + "; there are --" + String.join(" --", values.keySet()));
      }
      values.put(name, parts[1]);
    }
    return new Flags(values);
  }

  String text(String name) {
    String value = values.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("needs --" + name + "=…");
    }
    return value;
  }

  /** A whole number of at least one. */
  int number(String name) {
    int value;
    try {
      value = Integer.parseInt(text(name));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--" + name + ": not a number: " + text(name), e);
    }
    if (value < 1) {
      throw new IllegalArgumentException("--" + name + " must be at least 1");
    }
    return value;
  }

  /** One of these. */
  String choice(String name, String... choices) {
    if (!List.of(choices).contains(text(name))) {
      throw new IllegalArgumentException(
          "--" + name + " must be one of " + String.join(", ", choices));
    }
    return text(name);
  }

  /** Whole numbers between commas. */
  List<Integer> numbers(String name) {
    return List.of(text(name).split(",")).stream()
        .map(part -> new Flags(Map.of(name, part)).number(name))
        .toList();
  }
}
