package org.meseta.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UncolouredTest {

  @ParameterizedTest
  @CsvSource({
    "plain é, plain é",
    "E[31mred E[0mE[1;31mbold E[mnone, red bold none",
    "E[2Jclear, E[2Jclear",
    "E]0;titleE[0m, E]0;title",
    "EE[0m, E",
    "E[0, E[0",
    "E[123456789012345678901234567890123mlong, E[123456789012345678901234567890123mlong"
  })
  void leavesOutColoursHoweverTheyAreWritten(String written, String passed) throws IOException {
    byte[] bytes = written.replace('E', '\u001b').getBytes(UTF_8);
    ByteArrayOutputStream atOnce = new ByteArrayOutputStream();
    ByteArrayOutputStream bit = new ByteArrayOutputStream();
    try (Uncoloured one = new Uncoloured(atOnce);
        Uncoloured other = new Uncoloured(bit)) {
      one.write(bytes);
      for (byte each : bytes) {
        other.write(each);
      }
    }
    String expected = passed.replace('E', '\u001b');
    assertThat(atOnce.toString(UTF_8)).isEqualTo(expected);
    assertThat(bit.toString(UTF_8)).isEqualTo(expected);
  }
}
