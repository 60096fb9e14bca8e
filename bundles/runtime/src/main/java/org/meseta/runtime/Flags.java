package org.meseta.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The flags of a daemon as they are in force: what the operator gave, checked, and the defaults.
 * Immutable. A flag may also be given as {@code file:///path}: its value is then the file's text
 * without white space around it. A flag with JSON may also be given as the absolute path of a file.
 */
public final class Flags {
  private static final String FILE = "file://";
  private static final int MAX_FILE_BYTES = 4 << 20;

  private final Map<String, FlagSpec> specs;
  private final SortedMap<String, String> values;
  private final List<String> warnings;

  private Flags(
      Map<String, FlagSpec> specs, SortedMap<String, String> values, List<String> warnings) {
    this.specs = specs;
    this.values = values;
    this.warnings = warnings;
  }

  /**
   * Checks what the operator gave.
   *
   * @param given value by name, without dashes
   * @throws FlagException if a flag is unknown, given under two names, or has an unfit value
   */
  public static Flags parse(List<FlagSpec> specs, Map<String, String> given) {
    Map<String, FlagSpec> byName = byName(specs);
    List<String> warnings = new ArrayList<>();
    SortedMap<String, String> values = new TreeMap<>();
    new TreeMap<>(given).forEach((name, text) -> put(byName, values, warnings, name, text));
    for (FlagSpec spec : specs) {
      spec.defaultValue().ifPresent(value -> values.putIfAbsent(spec.name(), value));
    }
    return new Flags(byName, values, List.copyOf(warnings));
  }

  private static Map<String, FlagSpec> byName(List<FlagSpec> specs) {
    Map<String, FlagSpec> byName = new LinkedHashMap<>();
    for (FlagSpec spec : specs) {
      byName.put(spec.name(), spec);
      spec.oldNames().forEach(old -> byName.put(old, spec));
    }
    return byName;
  }

  private static void put(
      Map<String, FlagSpec> byName,
      SortedMap<String, String> values,
      List<String> warnings,
      String name,
      String text) {
    FlagSpec spec = byName.get(name);
    if (spec == null) {
      throw new FlagException("Flag --" + name + " is not known");
    }
    if (!name.equals(spec.name())) {
      warnings.add("Flag --" + name + " is deprecated, use --" + spec.name());
    }
    if (values.containsKey(spec.name())) {
      throw new FlagException(
          "Flag --" + spec.name() + " is given twice, also under an old name: " + spec.oldNames());
    }
    values.put(spec.name(), checked(spec, name, text));
  }

  private static String checked(FlagSpec spec, String name, String text) {
    String value = fromFile(spec, name, text);
    try {
      spec.kind().check(value);
      return value;
    } catch (IllegalArgumentException e) {
      String shown = spec.secret() ? "(hidden)" : value;
      throw FlagException.invalid(name, shown, spec.kind().description());
    }
  }

  private static String fromFile(FlagSpec spec, String name, String text) {
    boolean path = spec.kind() == FlagSpec.Kind.JSON && text.startsWith("/");
    if (!path && (!text.startsWith(FILE) || spec.kind() == FlagSpec.Kind.PATH)) {
      return spec.kind() == FlagSpec.Kind.JSON ? text.strip() : text;
    }
    try {
      Path file = Path.of(path ? text : text.substring(FILE.length()));
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new IOException("more than " + MAX_FILE_BYTES + " bytes");
      }
      return Files.readString(file).strip();
    } catch (IOException | IllegalArgumentException e) {
      throw new FlagException("Flag --" + name + ": cannot read " + text + ": " + e);
    }
  }

  /** Deprecated names that were used, for the log. */
  public List<String> warnings() {
    return warnings;
  }

  /** All values in force, by name; what is secret is left out. */
  public SortedMap<String, String> shown() {
    SortedMap<String, String> shown = new TreeMap<>(values);
    shown.keySet().removeIf(name -> spec(name).secret());
    return Collections.unmodifiableSortedMap(shown);
  }

  /** Whether the flag has a value, given or by default. */
  public boolean has(String name) {
    spec(name);
    return values.containsKey(name);
  }

  /** The value as text; empty if there is none. */
  public Optional<String> text(String name) {
    spec(name);
    return Optional.ofNullable(values.get(name));
  }

  /**
   * What a text says; empty if there is none.
   *
   * @param parser throws an {@link IllegalArgumentException} that tells the operator what is wrong
   * @throws FlagException naming the flag, if the parser does
   */
  public <T> Optional<T> parsed(String name, Function<String, T> parser) {
    try {
      return text(name).map(parser);
    } catch (FlagException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new FlagException("Flag --" + name + ": " + e.getMessage());
    }
  }

  /** The value as a path; empty if there is none. */
  public Optional<Path> path(String name) {
    return text(name)
        .map(value -> value.startsWith(FILE) ? value.substring(7) : value)
        .map(Path::of);
  }

  /** The value of a flag that always has one. */
  public boolean bool(String name) {
    return Boolean.parseBoolean(required(name));
  }

  /** The value of a flag that always has one. */
  public int integer(String name) {
    return Integer.parseInt(required(name));
  }

  /** The value of a flag that always has one. */
  public double number(String name) {
    return Double.parseDouble(required(name));
  }

  /** The value of a flag that always has one. */
  public Duration duration(String name) {
    return Durations.parse(required(name));
  }

  /** The value of a flag that always has one, in bytes. */
  public long bytes(String name) {
    return ByteCounts.parse(required(name));
  }

  /** The value of a flag that always has one. */
  public String required(String name) {
    return text(name).orElseThrow(() -> new FlagException("Flag --" + name + " is required"));
  }

  private FlagSpec spec(String name) {
    FlagSpec spec = specs.get(name);
    if (spec == null) {
      throw new IllegalArgumentException("no flag " + name);
    }
    return spec;
  }
}
