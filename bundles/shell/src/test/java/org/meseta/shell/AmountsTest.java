package org.meseta.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.protocol.v1.Value;

class AmountsTest {

  private static Value.Scalar scalar(double value) {
    return Value.Scalar.newBuilder().setValue(value).build();
  }

  @Test
  void readsWhatIsTyped() {
    assertThat(Amounts.of("cpus:0.5; mem:1024"))
        .isEqualTo(Map.of("cpus", scalar(0.5), "mem", scalar(1024)));
    assertThat(Amounts.of("gpus:0")).isEqualTo(Map.of("gpus", scalar(0)));
    assertThat(Amounts.of(null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpus", "cpus:", "cpus:x", ":4", "cpus:1;4"})
  void namesWhatIsNoAmount(String text) {
    assertThatThrownBy(() -> Amounts.of(text)).hasMessageContaining("is not an amount");
  }
}
