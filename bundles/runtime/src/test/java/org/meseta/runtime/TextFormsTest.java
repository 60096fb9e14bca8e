package org.meseta.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormsTest {

  @Test
  void readsDurations() {
    assertThat(Durations.parse("15secs")).isEqualTo(Duration.ofSeconds(15));
    assertThat(Durations.parse("1.5mins")).isEqualTo(Duration.ofSeconds(90));
    assertThat(Durations.parse("2weeks")).isEqualTo(Duration.ofDays(14));
    assertThat(Durations.parse("250us")).isEqualTo(Duration.ofNanos(250_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "15", "secs", "15 secs", "1e3secs", "15SECS", "99999999weeks"})
  void refusesWhatIsNoDuration(String text) {
    assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"15secs", "90secs", "1weeks", "10mins", "1ns", "0ns"})
  void writesDurationsAsItReadsThem(String text) {
    assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
  }

  @Test
  void readsByteCounts() {
    assertThat(ByteCounts.parse("32MB")).isEqualTo(32L << 20);
    assertThat(ByteCounts.format(32L << 20)).isEqualTo("32MB");
    assertThatThrownBy(() -> ByteCounts.parse("1.5GB"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ByteCounts.parse("999999999999TB"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
