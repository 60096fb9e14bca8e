package org.meseta.itests.cluster;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

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

  /** The plugins there of this version. */
  static List<String> names(Daemon daemon, String version) throws Exception {
    List<String> names = new ArrayList<>();
    for (JsonNode plugin : Http.json(daemon.uri("/plugins")).path("plugins")) {
      if (plugin.path("version").asText().equals(version)) {
        names.add(plugin.path("name").asText());
      }
    }
    return names;
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

  /** Something that happened to a plugin, as the daemon tells it. */
  record Event(Instant time, String name, String version, String state, String reason) {}

  /** What happened to plugins, the oldest first. */
  static List<Event> events(Daemon daemon) throws Exception {
    List<Event> events = new ArrayList<>();
    for (JsonNode event : Http.json(daemon.uri("/plugins")).path("events")) {
      events.add(
          new Event(
              Instant.parse(event.path("time").asText()),
              event.path("name").asText(),
              event.path("version").asText(),
              event.path("state").asText(),
              event.path("reason").asText()));
    }
    return events;
  }

  /** The threads that plugins have left behind, sorted. */
  static List<String> leftThreads(Daemon daemon) throws Exception {
    List<String> threads = new ArrayList<>();
    for (JsonNode leftover : Http.json(daemon.uri("/plugins")).path("leftovers")) {
      leftover.path("threads").forEach(thread -> threads.add(thread.asText()));
    }
    Collections.sort(threads);
    return threads;
  }

  /** What {@code mesos:plugins} shows; empty if there is no ssh here. */
  static Optional<String> shown(Daemon daemon) throws Exception {
    if (!Files.isExecutable(Path.of("/usr/bin/ssh"))) {
      return Optional.empty();
    }
    Path out = Files.createTempFile(daemon.workDir(), "plugins", ".out");
    Process shell =
        Daemon.run(
            Daemon.meseta("shell", "--work_dir=" + daemon.workDir(), "mesos:plugins --no-format"),
            out);
    if (!shell.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("mesos:plugins does not end");
    }
    return Optional.of(Files.readString(out));
  }
}
