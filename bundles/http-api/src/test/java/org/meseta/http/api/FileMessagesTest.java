package org.meseta.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meseta.http.server.FileEntry;
import org.meseta.protocol.v1.FileInfo;

class FileMessagesTest {

  @ParameterizedTest
  @CsvSource({
    "-rw-r--r--, 100644",
    "drwxr-x---, 40750",
    "-rwsr-xr-x, 104755",
    "drwxrwxrwt, 41777",
    "-rw-r-Sr--, 102644"
  })
  void readsModesAsStatGivesThem(String text, String octal) {
    assertThat(Integer.toOctalString(FileMessages.mode(text))).isEqualTo(octal);
  }

  @Test
  void tellsTimesInNanoseconds() {
    FileEntry entry =
        new FileEntry("/log", 1, 9, Instant.ofEpochSecond(2, 5), "-rw-r--r--", "u", "g");
    FileInfo info = FileMessages.of(entry);
    assertThat(info.getMtime().getNanoseconds()).isEqualTo(2_000_000_005L);
    assertThat(info.getUid()).isEqualTo("u");
  }
}
