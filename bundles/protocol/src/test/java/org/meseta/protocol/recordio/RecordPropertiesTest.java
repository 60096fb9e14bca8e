package org.meseta.protocol.recordio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RecordPropertiesTest {
  private static final int LONGEST = 300;

  @Provide
  Arbitrary<List<byte[]>> payloads() {
    return Arbitraries.bytes().array(byte[].class).ofMaxSize(LONGEST).list().ofMaxSize(20);
  }

  private static byte[] records(List<byte[]> payloads) {
    int total = payloads.stream().mapToInt(p -> RecordEncoder.encode(p).remaining()).sum();
    ByteBuffer all = ByteBuffer.allocate(total);
    payloads.forEach(p -> all.put(RecordEncoder.encode(p)));
    return all.array();
  }

  @Property(tries = 300)
  void whatIsEncodedIsDecodedHoweverItIsCut(
      @ForAll("payloads") List<byte[]> payloads,
      @ForAll @Size(max = 40) List<@IntRange(max = 400) Integer> cuts)
      throws RecordException {
    RecordDecoder decoder = new RecordDecoder(LONGEST);
    List<byte[]> decoded = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(records(payloads));
    for (int cut : cuts) {
      int count = Math.min(cut, bytes.remaining());
      decoder.decode(bytes.slice(bytes.position(), count), decoded::add);
      bytes.position(bytes.position() + count);
    }
    decoder.decode(bytes, decoded::add);
    assertThat(decoded).usingRecursiveComparison().isEqualTo(payloads);
    assertThat(decoder.complete()).isTrue();
  }

  @Property(tries = 1000)
  void anyBytesEitherDecodeOrFailClearly(@ForAll byte[] bytes) {
    List<byte[]> decoded = new ArrayList<>();
    try {
      new RecordDecoder(LONGEST).decode(ByteBuffer.wrap(bytes), decoded::add);
    } catch (RecordException e) {
      assertThat(e).hasMessageContaining("ecord");
    }
    assertThat(decoded).allSatisfy(p -> assertThat(p).hasSizeLessThanOrEqualTo(LONGEST));
  }
}
