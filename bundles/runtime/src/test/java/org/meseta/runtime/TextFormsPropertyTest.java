package org.meseta.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFormsPropertyTest {

  @ParameterizedTest
  @CsvSource({
    "15secs,PT15S,15secs",
    "1.5mins,PT1M30S,90secs",
    "2hrs,PT2H,2hrs",
    "0ns,PT0S,0ns",
    "7days,PT168H,1weeks",
    "10days,PT240H,10days",
    "0.5us,PT0.0000005S,500ns",
    "2000ms,PT2S,2secs",
    "2weeks,PT336H,2weeks",
    "3.141592653secs,PT3.141592653S,3.141592653secs",
    "36hrs,PT36H,36hrs",
    "25.5mins,PT25M30S,1530secs",
    "1.75days,PT42H,42hrs"
  })
  void readsAndWritesDurations(String text, Duration duration, String canonical) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
    assertThat(Durations.format(duration)).isEqualTo(canonical);
  }

  @Property
  void aWrittenDurationReadsBackAsAlmostTheSame(@ForAll @LongRange(min = 0) long nanos) {
    Duration back = Durations.parse(Durations.format(Duration.ofNanos(nanos)));
    assertThat(Math.abs(back.toNanos() - nanos))
        .isLessThanOrEqualTo(1 + nanos / 100_000_000_000_000L);
  }

  @ParameterizedTest
  @CsvSource({"0B,0,0B", "4KB,4096,4KB", "1536MB,1610612736,1536MB", "2048GB,2199023255552,2TB"})
  void readsAndWritesSizes(String text, long bytes, String canonical) {
    assertThat(ByteCounts.parse(text)).isEqualTo(bytes);
    assertThat(ByteCounts.format(bytes)).isEqualTo(canonical);
  }

  @Property
  void aWrittenSizeReadsBackTheSame(@ForAll @LongRange(min = 0) long bytes) {
    assertThat(ByteCounts.parse(ByteCounts.format(bytes))).isEqualTo(bytes);
  }
}
