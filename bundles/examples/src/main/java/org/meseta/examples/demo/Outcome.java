package org.meseta.examples.demo;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meseta.protocol.v1.TaskStatus;

/** What became of a scene so far. */
final class Outcome {
  private static final Pattern EXIT = Pattern.compile("(status|signal) (.+)");

  private final Scene scene;
  private @Nullable TaskStatus end;
  private List<String> lines = List.of();
  private boolean read;
  private String trouble = "";
  private String host = "";

  Outcome(Scene scene) {
    this.scene = scene;
  }

  Scene scene() {
    return scene;
  }

  String host() {
    return host;
  }

  void placed(String onHost) {
    host = onHost;
  }

  void ended(TaskStatus status) {
    end = status;
  }

  /** What its file holds. */
  void read(String content) {
    lines = content.lines().toList();
    read = true;
  }

  /** Its file could not be read. */
  void unread(String why) {
    trouble = why;
    read = true;
  }

  boolean hasEnded() {
    return end != null;
  }

  boolean isComplete() {
    return end != null && read;
  }

  String state() {
    return end == null ? "-" : end.getState().name();
  }

  /** Exit code, {@code signal NAME}, or a dash. */
  String exit() {
    Matcher exit = EXIT.matcher(end == null ? "" : end.getMessage());
    if (!exit.find()) {
      return "-";
    }
    return exit.group(1).equals("signal") ? exit.group() : exit.group(2);
  }

  String firstLine() {
    return lines.isEmpty() ? "" : lines.get(0);
  }

  boolean asExpected() {
    return surprise().isEmpty();
  }

  /** What is not as it should be. */
  Optional<String> surprise() {
    if (end == null) {
      return Optional.of("it has not ended");
    }
    if (end.getState() != scene.state()) {
      return Optional.of("it should be " + scene.state() + " but says: " + end.getMessage());
    }
    if (!end.getMessage().contains(scene.exit())) {
      return Optional.of("'" + scene.exit() + "' expected in: " + end.getMessage());
    }
    if (scene.line().isEmpty() || lines.contains(scene.line())) {
      return Optional.empty();
    }
    return Optional.of(
        "'"
            + scene.line()
            + "' expected in "
            + scene.file()
            + (trouble.isEmpty() ? "" : ": " + trouble));
  }
}
