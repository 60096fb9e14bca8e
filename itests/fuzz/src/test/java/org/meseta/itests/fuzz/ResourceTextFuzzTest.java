package org.meseta.itests.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.meseta.resources.Attributes;
import org.meseta.resources.Resources;

/** What an operator may write after {@code --resources=} and {@code --attributes=}. */
class ResourceTextFuzzTest {

  static Stream<byte[]> texts() {
    return Stream.of(
            "cpus:2;mem:1024;disk(role):5;ports:[31000-32000,1-2];set:{a,b}",
            "cpus(a/b):0.1;cpus(*):0.001",
            "[{\"name\":\"cpus\",\"type\":\"SCALAR\",\"scalar\":{\"value\":1.5}}]",
            "rack:a;level:[10-20];os:{x,y}")
        .map(text -> text.getBytes(UTF_8));
  }

  @MethodSource("texts")
  @FuzzTest(maxDuration = "5m")
  void isReadOrRefusedAndMeansTheSameOnceWritten(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    attributes(text);
    Resources resources;
    try {
      resources = Resources.parse(text, "*");
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).isNotBlank();
      return;
    }
    assertThat(Resources.of(resources.toList())).isEqualTo(resources);
    assertThat(resources.minus(resources).isEmpty()).isTrue();
    assertThat(resources.plus(resources).contains(resources)).isTrue();
  }

  private static void attributes(String text) {
    try {
      Attributes.parse(text);
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }
}
