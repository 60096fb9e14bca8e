package org.meseta.agent.gc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class GcScheduleTest {

  @Test
  void letsFoldersGrowOldAsLongAsTheDiskIsEmpty() {
    Duration week = Duration.ofDays(7);

    assertThat(GcSchedule.maxAge(week, 0.1, 0)).isEqualTo(Duration.ofMinutes(9072));
    assertThat(GcSchedule.maxAge(week, 0.1, 0.4)).isEqualTo(Duration.ofHours(84));
    assertThat(GcSchedule.maxAge(week, 0.1, 0.95)).isZero();
  }

  @Test
  void takesWhatIsOldEnoughOnce() {
    GcSchedule schedule = new GcSchedule();
    Instant now = Instant.EPOCH;
    schedule.add(Path.of("/a"), now);
    schedule.add(Path.of("/b"), now.plusSeconds(5));
    schedule.add(Path.of("/c"), now);
    schedule.remove(Path.of("/c"));

    assertThat(schedule.take(now.plusSeconds(10), Duration.ofSeconds(10)))
        .containsOnlyKeys(Path.of("/a"));
    assertThat(schedule.take(now.plusSeconds(10), Duration.ofSeconds(10))).isEmpty();
    assertThat(schedule.size()).isEqualTo(1);
  }
}
