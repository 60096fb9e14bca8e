package org.meseta.runtime;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A flag that a daemon knows.
 *
 * @param name as on the command line, without dashes
 * @param kind what its value must look like
 * @param defaultValue its value when nobody gives one; empty: it then has none
 * @param help one line for people
 * @param secret whether its value must not be shown
 * @param oldNames names that are still understood, with a warning
 */
public record FlagSpec(
    String name,
    Kind kind,
    Optional<String> defaultValue,
    String help,
    boolean secret,
    List<String> oldNames) {

  public FlagSpec {
    oldNames = List.copyOf(oldNames);
    defaultValue.ifPresent(kind::check);
  }

  /** A flag without a default. */
  public static FlagSpec of(String name, Kind kind, String help) {
    return new FlagSpec(name, kind, Optional.empty(), help, false, List.of());
  }

  /** A flag with a default. */
  public static FlagSpec of(String name, Kind kind, String defaultValue, String help) {
    return new FlagSpec(name, kind, Optional.of(defaultValue), help, false, List.of());
  }

  /** The same flag, with a value that is never shown. */
  public FlagSpec hidden() {
    return new FlagSpec(name, kind, defaultValue, help, true, oldNames);
  }

  /** The same flag, also understood under names of former times. */
  public FlagSpec formerly(String... names) {
    return new FlagSpec(name, kind, defaultValue, help, secret, List.of(names));
  }

  /**
   * The flag in plain texts, for whoever does not know this class: {@code name}, {@code default},
   * {@code help}, {@code boolean} and {@code former} (names, with commas between).
   */
  public Map<String, String> row() {
    return Map.of(
        "name",
        name,
        "default",
        secret ? "" : defaultValue.orElse(""),
        "help",
        help,
        "boolean",
        Boolean.toString(kind == Kind.BOOL),
        "former",
        String.join(",", oldNames));
  }

  /** What values look like. */
  public enum Kind {
    BOOL("true or false") {
      @Override
      void check(String value) {
        if (!value.equals("true") && !value.equals("false")) {
          throw new IllegalArgumentException(value);
        }
      }
    },
    INT("a whole number") {
      @Override
      void check(String value) {
        Integer.parseInt(value);
      }
    },
    DOUBLE("a number") {
      @Override
      void check(String value) {
        if (!Double.isFinite(Double.parseDouble(value))) {
          throw new IllegalArgumentException(value);
        }
      }
    },
    DURATION("a duration such as 500ms, 15secs or 1.5mins") {
      @Override
      void check(String value) {
        Durations.parse(value);
      }
    },
    BYTES("a number of bytes such as 512KB, 32MB or 4GB") {
      @Override
      void check(String value) {
        ByteCounts.parse(value);
      }
    },
    /** Given as it is, or as the path of a file that has it. */
    JSON("JSON, or a path of a file with JSON") {
      @Override
      void check(String value) {
        if (!value.startsWith("{") && !value.startsWith("[")) {
          throw new IllegalArgumentException(value);
        }
      }
    },
    TEXT("text") {
      @Override
      void check(String value) {}
    },
    PATH("a path") {
      @Override
      void check(String value) {
        if (value.isEmpty() || value.indexOf('\0') >= 0) {
          throw new IllegalArgumentException(value);
        }
      }
    };

    private final String description;

    Kind(String description) {
      this.description = description;
    }

    /** What is expected, for people: for example {@code a whole number}. */
    public String description() {
      return description;
    }

    /** Throws an IllegalArgumentException if the value is not of this kind. */
    abstract void check(String value);
  }
}
