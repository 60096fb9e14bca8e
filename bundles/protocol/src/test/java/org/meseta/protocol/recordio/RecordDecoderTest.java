package org.meseta.protocol.recordio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordDecoderTest {
  private final List<String> decoded = new ArrayList<>();
  private final RecordDecoder decoder = new RecordDecoder(20);

  private void decode(String bytes) throws RecordException {
    decoder.decode(
        ByteBuffer.wrap(bytes.getBytes(StandardCharsets.UTF_8)),
        payload -> decoded.add(new String(payload, StandardCharsets.UTF_8)));
  }

  @Test
  void framesAPayloadWithItsLengthInBytes() {
    ByteBuffer record = RecordEncoder.encode("é{}".getBytes(StandardCharsets.UTF_8));
    assertThat(StandardCharsets.UTF_8.decode(record).toString()).isEqualTo("4\né{}");
  }

  @Test
  void readsRecordsAcrossPieces() throws RecordException {
    decode("2");
    decode("0\n{\"type\":\"HEAR");
    assertThat(decoder.complete()).isFalse();
    decode("TBEAT\"}3\nabc0\n1");
    assertThat(decoded).containsExactly("{\"type\":\"HEARTBEAT\"}", "abc", "");
    assertThat(decoder.complete()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'\n', unexpected byte 10",
    "'x', unexpected byte 120",
    "'-1\n', unexpected byte 45",
    "' 1\n', unexpected byte 32",
    "'1\r\n', unexpected byte 13",
    "'21\n', longer than 20 bytes",
    "'99999999999999999999999', longer than 20 bytes",
  })
  void refusesMalformedLengths(String bytes, String message) {
    assertThatThrownBy(() -> decode("1\na" + bytes))
        .isInstanceOf(RecordException.class)
        .hasMessageContaining(message);
    assertThat(decoded).containsExactly("a");
    assertThat(decoder.complete()).isFalse();
    assertThatThrownBy(() -> decode("1\na")).isInstanceOf(RecordException.class);
    assertThat(decoded).containsExactly("a");
  }

  @Test
  void takesALengthAtTheLimit() throws RecordException {
    decode("20\n" + "x".repeat(20));
    assertThat(decoded).containsExactly("x".repeat(20));
  }
}
