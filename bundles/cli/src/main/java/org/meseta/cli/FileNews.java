package org.meseta.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code /plugins} says of one file and of the plugins of the bundle that came of it.
 *
 * @param file what is installed, empty if nothing is
 * @param refusal why the file as it is was not installed, empty if there is nothing to say
 * @param plugins by kind and name
 */
record FileNews(
    Map<String, String> file,
    Map<String, String> refusal,
    Map<String, Map<String, String>> plugins) {
  private static final JsonFactory JSON = new JsonFactory();

  /** Reads an answer; of one that cannot be read nothing is known. */
  static FileNews read(byte[] answer, String name) {
    Map<String, List<Map<String, String>>> lists;
    try (JsonParser json = JSON.createParser(answer)) {
      lists = lists(json);
    } catch (IOException e) {
      lists = Map.of();
    }
    Map<String, String> file = find(lists, "files", name);
    Map<String, Map<String, String>> plugins = new LinkedHashMap<>();
    for (Map<String, String> plugin : lists.getOrDefault("plugins", List.of())) {
      if (!file.isEmpty()
          && text(plugin, "bundle").equals(text(file, "bundle"))
          && text(plugin, "version").equals(text(file, "version"))) {
        plugins.put(text(plugin, "kind") + " " + text(plugin, "name"), plugin);
      }
    }
    return new FileNews(file, find(lists, "refused", name), plugins);
  }

  /** What is new, in lines for people. */
  List<String> since(FileNews before) {
    List<String> lines = new ArrayList<>();
    if (!refusal.isEmpty() && !text(refusal, "time").equals(text(before.refusal, "time"))) {
      lines.add("refused: " + text(refusal, "reason"));
    }
    boolean installed = !file.isEmpty() && !text(file, "time").equals(text(before.file, "time"));
    if (installed) {
      String what = text(file, "bundle") + " " + text(file, "version");
      String replaced = text(file, "replaces");
      lines.add(replaced.isEmpty() ? what + " is installed" : what + " replaces " + replaced);
    } else if (file.isEmpty() && !before.file.isEmpty()) {
      lines.add(text(before.file, "bundle") + " is uninstalled");
    }
    plugins.forEach(
        (name, plugin) -> {
          Map<String, String> old = before.plugins.getOrDefault(name, Map.of());
          String state = text(plugin, "state");
          boolean same =
              text(old, "since").equals(text(plugin, "since")) && text(old, "state").equals(state);
          if (!same && !state.equals("starting")) {
            String reason = text(plugin, "reason");
            lines.add(name + " is " + state + (reason.isEmpty() ? "" : ": " + reason));
          }
        });
    return lines;
  }

  private static Map<String, String> find(
      Map<String, List<Map<String, String>>> lists, String list, String file) {
    return lists.getOrDefault(list, List.of()).stream()
        .filter(entry -> text(entry, "file").equals(file))
        .findFirst()
        .orElse(Map.of());
  }

  private static String text(Map<String, String> of, String field) {
    return of.getOrDefault(field, "");
  }

  /** An object of lists of flat objects; what is deeper is left out. */
  private static Map<String, List<Map<String, String>>> lists(JsonParser json) throws IOException {
    Map<String, List<Map<String, String>>> lists = new HashMap<>();
    json.nextToken();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      List<Map<String, String>> list = new ArrayList<>();
      if (json.nextToken() == JsonToken.START_ARRAY) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
          list.add(texts(json));
        }
      } else {
        json.skipChildren();
      }
      lists.put(name, list);
    }
    return lists;
  }

  private static Map<String, String> texts(JsonParser json) throws IOException {
    Map<String, String> texts = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (json.nextToken().isScalarValue()) {
        texts.put(name, json.getText());
      } else {
        json.skipChildren();
      }
    }
    return texts;
  }
}
