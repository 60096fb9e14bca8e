package org.meseta.itests.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.meseta.protocol.recordio.RecordDecoder;
import org.meseta.protocol.recordio.RecordException;

/** Bytes that claim to be records. */
class RecordFuzzTest {
  private static final int LONGEST = 1000;

  static Stream<byte[]> streams() {
    return Stream.of("5\nhello3\nfoo", "0\n", "1001\n", "-1\n", "99999999999999999999\n", "x\n")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("streams")
  @FuzzTest(maxDuration = "5m")
  void comesOutTheSameHoweverItIsCut(byte[] bytes) {
    int piece = bytes.length == 0 ? 1 : 1 + (bytes[bytes.length - 1] & 63);

    List<String> whole = decode(bytes, Math.max(1, bytes.length));
    List<String> pieces = decode(bytes, piece);

    assertThat(pieces).isEqualTo(whole);
  }

  /** The records, and "refused" last if the rest was. */
  private static List<String> decode(byte[] bytes, int piece) {
    RecordDecoder decoder = new RecordDecoder(LONGEST);
    List<String> records = new ArrayList<>();
    try {
      for (int at = 0; at < bytes.length; at += piece) {
        decoder.decode(
            ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at)),
            payload -> {
              assertThat(payload.length).isLessThanOrEqualTo(LONGEST);
              records.add(new String(payload, UTF_8));
            });
      }
    } catch (RecordException e) {
      records.add("refused");
    }
    return records;
  }
}
