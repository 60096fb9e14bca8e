package org.meseta.testkit.conformance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which paths a JSON answer has and of which types. A line is {@code path types}, with a question
 * mark after it if the path may be missing; a type that starts with {@code @} stands for the paths
 * that start with it.
 */
public final class Shape {
  private final Map<String, String> types = new LinkedHashMap<>();
  private final TreeSet<String> required = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * @param lines about one answer; paths start with {@code $}
   * @param kinds lines whose paths start with {@code @}
   */
  public Shape(List<String> lines, List<String> kinds) {
    for (List<String> part : List.of(lines, kinds)) {
      for (String line : part) {
        String[] words = line.split(" ");
        types.put(words[0], words[1]);
        if (words.length == 2 && !words[0].endsWith("[]") && !words[0].endsWith(".*")) {
          required.add(words[0]);
        }
      }
    }
  }

  /** What is wrong with an answer; empty if nothing is. */
  public List<String> problems(String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      check("$", read(parser));
    }
    return problems;
  }

  private void check(String path, Object value) {
    String expected = types.get(path);
    if (expected == null) {
      problems.add(path + " is not expected");
    } else if (expected.startsWith("@")) {
      check(expected, value);
    } else if (!List.of(expected.split("\\|")).contains(typeOf(value))) {
      problems.add(path + " is " + typeOf(value) + ", not " + expected);
    } else {
      members(path, value);
    }
  }

  private void members(String path, Object value) {
    if (value instanceof List<?> list) {
      list.forEach(member -> check(path + "[]", member));
    } else if (value instanceof Map<?, ?> map) {
      boolean keyed = types.containsKey(path + ".*");
      map.forEach((name, member) -> check(path + (keyed ? ".*" : "." + name), member));
      required.stream()
          .filter(child -> child.startsWith(path + "."))
          .map(child -> child.substring(path.length() + 1))
          .filter(name -> !name.contains(".") && !name.contains("[") && !map.containsKey(name))
          .forEach(name -> problems.add(path + "." + name + " is missing"));
    }
  }

  private static String typeOf(Object value) {
    return value instanceof Map ? "object" : value instanceof List ? "array" : value.toString();
  }

  /** Objects and arrays as such, of everything else the name of its type. */
  private static Object read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          object.put(name, read(parser));
        }
        yield object;
      }
      case START_ARRAY -> {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(read(parser));
        }
        yield array;
      }
      case VALUE_STRING -> "string";
      case VALUE_NUMBER_INT -> "integer";
      case VALUE_NUMBER_FLOAT -> "double";
      case VALUE_TRUE, VALUE_FALSE -> "boolean";
      default -> "null";
    };
  }
}
