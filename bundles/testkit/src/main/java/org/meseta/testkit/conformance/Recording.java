package org.meseta.testkit.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request and what is known of the answer that a real master gave.
 *
 * @param target path and query
 * @param headers of the request
 * @param body empty if there is none
 * @param expectedHeaders with these values exactly
 * @param text the body, if it is plain text
 * @param shape the lines that describe JSON, if it is that
 */
public record Recording(
    String name,
    String method,
    String target,
    Map<String, String> headers,
    String body,
    int status,
    Map<String, String> expectedHeaders,
    Optional<String> text,
    List<String> shape) {

  /** All of a group. Their data lie beside the owner, in {@code conformance/GROUP.txt}. */
  public static List<Recording> load(Class<?> owner, String group) {
    List<Recording> all = new ArrayList<>();
    for (String block : resource(owner, group).split("\n\n")) {
      all.add(parse(block.lines().filter(line -> !line.isEmpty()).toList()));
    }
    return all;
  }

  /** Lines for {@link Shape} that describe what several answers of an owner have in common. */
  public static List<String> kinds(Class<?> owner) {
    return resource(owner, "kinds").lines().map(line -> line.substring(2)).toList();
  }

  private static String resource(Class<?> owner, String name) {
    String file = "conformance/" + name + ".txt";
    try (@Nullable InputStream in = owner.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalArgumentException("no such data: " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Recording parse(List<String> lines) {
    List<String> asked = values(lines, '>');
    List<String> answered = values(lines, '<');
    String[] first = asked.get(0).split(" ", 2);
    return new Recording(
        values(lines, '#').get(0),
        first[0],
        first[1],
        headers(asked),
        String.join("", values(lines, '|')),
        Integer.parseInt(answered.get(0)),
        headers(answered),
        values(lines, '=').stream().findFirst().map(t -> t.replace("\\n", "\n")),
        values(lines, '.'));
  }

  private static List<String> values(List<String> lines, char mark) {
    return lines.stream()
        .filter(line -> line.charAt(0) == mark)
        .map(line -> line.length() < 2 ? "" : line.substring(2))
        .toList();
  }

  private static Map<String, String> headers(List<String> lines) {
    Map<String, String> headers = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] parts = line.split(": ", 2);
      headers.put(parts[0], parts[1]);
    }
    return headers;
  }

  @Override
  public String toString() {
    return name;
  }
}
