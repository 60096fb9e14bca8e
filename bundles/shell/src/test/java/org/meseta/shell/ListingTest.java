package org.meseta.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ListingTest {

  private static String print(String name, boolean framed) {
    Listing listing = new Listing();
    listing.column("#");
    listing.column("Name");
    listing.row(1, name);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    listing.print(new PrintStream(out, true, UTF_8), framed);
    return out.toString(UTF_8);
  }

  @Test
  void noTextReachesTheTerminalAsACommand() {
    assertThat(print("a\u001b[2J\nb\tc\r\u0007\u009bd\u202ee\u2028f", false))
        .isEqualTo("1\ta?[2J?b?c???d?e?f\n");
    assertThat(print("x\n9 | y", true).lines()).hasSize(3).last().isEqualTo("1 | x?9 | y");
  }

  @Test
  void lettersOfAnyLanguageStay() {
    assertThat(print("été 東京 🚀", false)).isEqualTo("1\tété 東京 🚀\n");
  }
}
