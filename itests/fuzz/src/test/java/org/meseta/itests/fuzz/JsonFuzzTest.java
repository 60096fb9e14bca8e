package org.meseta.itests.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.meseta.protocol.json.JsonException;
import org.meseta.protocol.json.ProtoJson;
import org.meseta.protocol.v1.scheduler.Call;

/** Text that claims to be a call in JSON. */
class JsonFuzzTest {

  static Stream<byte[]> calls() {
    return Stream.concat(
        Calls.samples().map(ProtoJson::bytes),
        Stream.of(
                "{\"type\":\"REVIVE\",\"x\":[[{\"a\":null}]]}",
                "{\"type\":5e0}",
                "[]",
                "\"\\ud800\"")
            .map(text -> text.getBytes(UTF_8)));
  }

  @MethodSource("calls")
  @FuzzTest(maxDuration = "5m")
  void isReadOrRefusedAndReadsTheSameOnceWritten(byte[] json) throws JsonException {
    Call call;
    try {
      call = ProtoJson.read(json, Call.getDefaultInstance());
    } catch (JsonException refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return;
    }
    byte[] written = ProtoJson.bytes(call);
    // Written out, fields that were left to their defaults are there.
    assertThat(ProtoJson.bytes(ProtoJson.read(written, Call.getDefaultInstance())))
        .isEqualTo(written);
  }
}
