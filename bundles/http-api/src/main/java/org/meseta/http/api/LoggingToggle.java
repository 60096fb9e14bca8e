package org.meseta.http.api;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.meseta.http.server.HttpAnswer;
import org.meseta.http.server.HttpHandler;
import org.meseta.http.server.HttpRequest;
import org.meseta.protocol.v1.DurationInfo;
import org.meseta.runtime.Durations;
import org.meseta.runtime.LoggingLevel;

/** {@code /logging/toggle}: tells the logging level, or sets it for a while. */
public record LoggingToggle(LoggingLevel logging) implements HttpHandler {

  @Override
  public CompletionStage<HttpAnswer> handle(HttpRequest request) {
    Optional<String> level = request.query("level");
    Optional<String> duration = request.query("duration");
    if (level.isEmpty() && duration.isEmpty()) {
      return Refusal.done(HttpAnswer.text(200, logging.level() + "\n"));
    }
    set(number(needed(level, "level")), duration(needed(duration, "duration")));
    return Refusal.done(HttpAnswer.empty(200));
  }

  /** Does what SET_LOGGING_LEVEL asks for; what cannot be is refused with 400. */
  public HttpHandler setting(int level, DurationInfo duration) {
    return request -> {
      set(level, Duration.ofNanos(duration.getNanoseconds()));
      return Refusal.done(HttpAnswer.empty(200));
    };
  }

  private void set(int level, Duration duration) {
    if (level < 0) {
      throw Refusal.badRequest("Invalid logging level " + level + ": it cannot be below 0.\n");
    }
    if (duration.isNegative()) {
      throw Refusal.badRequest("Invalid duration: it cannot be below 0.\n");
    }
    logging.set(level, duration);
  }

  private static String needed(Optional<String> value, String name) {
    return value.orElseThrow(
        () -> Refusal.badRequest("Expecting '" + name + "=value' in query.\n"));
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("Invalid level '" + text + "': it is no number.\n");
    }
  }

  private static Duration duration(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("Invalid duration: " + e.getMessage() + ".\n");
    }
  }
}
