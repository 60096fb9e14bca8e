package org.meseta.master.http;

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
 * @param headers of the request
 * @param body empty if there is none
 * @param expectedHeaders with these values exactly
 * @param text the body, if it is plain text
 * @param shape the lines that describe JSON, if it is that
 */
record Recording(
    String name,
    String method,
    String target,
    Map<String, String> headers,
    String body,
    int status,
    Map<String, String> expectedHeaders,
    Optional<String> text,
    List<String> shape) {

  static List<Recording> load(String group) {
    List<Recording> all = new ArrayList<>();
    for (String block : resource(group).split("\n\n")) {
      all.add(parse(block.lines().filter(line -> !line.isEmpty()).toList()));
    }
    return all;
  }

  static String resource(String name) {
    String file = "conformance/" + name + ".txt";
    try (@Nullable InputStream in = Recording.class.getResourceAsStream(file)) {
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
