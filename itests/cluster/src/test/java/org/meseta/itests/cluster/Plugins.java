package org.meseta.itests.cluster;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** What a daemon says of its plugins. */
final class Plugins {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Plugins() {}

  /** Waits until this version of a plugin is in this state. */
  static void awaitState(Daemon daemon, String name, String version, String state) {
    await()
        .alias(name + " " + version + " " + state)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> is(daemon, name, version, state));
  }

  private static boolean is(Daemon daemon, String name, String version, String state)
      throws Exception {
    for (JsonNode plugin : Http.json(daemon.uri("/plugins")).path("plugins")) {
      if (plugin.path("name").asText().equals(name)
          && plugin.path("version").asText().startsWith(version)
          && plugin.path("state").asText().equals(state)) {
        return true;
      }
    }
    return false;
  }

  /** Waits until a file is refused, and gives the reason. */
  static String awaitRefusal(Daemon daemon, String file) {
    return await()
        .alias(file + " is refused")
        .atMost(PATIENCE)
        .until(() -> refusal(daemon, file), reason -> !reason.isEmpty());
  }

  static String refusal(Daemon daemon, String file) throws Exception {
    for (JsonNode refused : Http.json(daemon.uri("/plugins")).path("refused")) {
      if (refused.path("file").asText().equals(file)) {
        return refused.path("reason").asText();
      }
    }
    return "";
  }
}
