package org.meseta.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoggingLevelTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final ManualTime time = new ManualTime();
  private final List<Integer> changes = new ArrayList<>();
  private final LoggingLevel logging = new LoggingLevel(time.timers(), changes::add);

  @Test
  void fallsBackWhenTheTimeIsOver() {
    logging.set(2, MINUTE);
    assertThat(logging.level()).isEqualTo(2);
    time.advance(MINUTE);
    assertThat(logging.level()).isZero();
    assertThat(changes).containsExactly(2, 0);
  }

  @Test
  void aLaterCallTakesThePlaceOfAnEarlierOne() {
    logging.set(2, MINUTE);
    time.advance(MINUTE.dividedBy(2));
    logging.set(1, MINUTE);
    time.advance(MINUTE.dividedBy(2));
    assertThat(logging.level()).isEqualTo(1);
    time.advance(MINUTE);
    assertThat(changes).containsExactly(2, 1, 0);
  }

  @Test
  void canBeEndedBefore() {
    logging.set(1, MINUTE);
    logging.set(0, MINUTE);
    time.advance(MINUTE.multipliedBy(2));
    assertThat(changes).containsExactly(1, 0);
  }

  @Test
  void touchesNothingWhenTheLevelStays() {
    logging.set(0, MINUTE);
    logging.set(1, MINUTE);
    logging.set(1, MINUTE);
    assertThat(changes).containsExactly(1);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> logging.set(-1, MINUTE)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> logging.set(1, MINUTE.negated()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(changes).isEmpty();
  }
}
