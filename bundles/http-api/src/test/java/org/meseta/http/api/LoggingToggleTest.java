package org.meseta.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meseta.http.server.HttpAnswer;
import org.meseta.runtime.LoggingLevel;
import org.meseta.runtime.ManualTime;

class LoggingToggleTest {
  private final ManualTime time = new ManualTime();
  private final LoggingLevel logging = new LoggingLevel(time.timers(), level -> {});
  private final LoggingToggle toggle = new LoggingToggle(logging);

  @Test
  void tellsTheLevel() {
    assertThat(answer(Map.of())).isEqualTo("200 0\n");
    logging.set(2, Duration.ofSeconds(1));
    assertThat(answer(Map.of())).isEqualTo("200 2\n");
  }

  @Test
  void setsTheLevelForAWhile() {
    assertThat(answer(Map.of("level", "3", "duration", "10secs"))).isEqualTo("200 ");
    time.advance(Duration.ofSeconds(9));
    assertThat(logging.level()).isEqualTo(3);
    time.advance(Duration.ofSeconds(1));
    assertThat(logging.level()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "1, , Expecting 'duration=value' in query.",
    ", 1secs, Expecting 'level=value' in query.",
    "x, 1secs, Invalid level 'x': it is no number.",
    "-1, 1secs, Invalid logging level -1: it cannot be below 0.",
    "1, -1secs, Invalid duration: it cannot be below 0.",
    "1, soon, Invalid duration: 'soon' is not a duration such as 15secs."
  })
  void saysWhatIsWrongAndChangesNothing(String level, String duration, String text) {
    Map<String, String> query = new HashMap<>();
    query.put("level", level);
    query.put("duration", duration);
    query.values().removeIf(value -> value == null);
    Refusal refusal =
        catchThrowableOfType(Refusal.class, () -> toggle.handle(FakeRequest.get(query)));
    assertThat(text((HttpAnswer.Whole) refusal.answer())).isEqualTo("400 " + text + "\n");
    assertThat(logging.level()).isZero();
  }

  private String answer(Map<String, String> query) {
    return text(
        (HttpAnswer.Whole) toggle.handle(FakeRequest.get(query)).toCompletableFuture().join());
  }

  private static String text(HttpAnswer.Whole answer) {
    return answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8);
  }
}
