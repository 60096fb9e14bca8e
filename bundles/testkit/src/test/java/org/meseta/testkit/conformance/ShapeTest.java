package org.meseta.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private final Shape shape =
      new Shape(
          List.of(
              "$ object", "$.a integer", "$.b double ?", "$.c[] @kind", "$.c array", "$.m object"),
          List.of("$.m.* string", "@kind object", "@kind.x boolean"));

  @Test
  void findsNothingWrongWithWhatFits() throws IOException {
    assertThat(shape.problems("{\"a\":1,\"c\":[{\"x\":true}],\"m\":{\"k\":\"v\"}}")).isEmpty();
  }

  @Test
  void findsWhatIsMissingUnexpectedOrOfAnotherType() throws IOException {
    assertThat(shape.problems("{\"a\":1.0,\"b\":2.5,\"c\":[{}],\"d\":1,\"m\":{\"k\":1}}"))
        .containsExactlyInAnyOrder(
            "$.a is double, not integer",
            "@kind.x is missing",
            "$.d is not expected",
            "$.m.* is integer, not string");
    assertThat(shape.problems("{}")).contains("$.a is missing", "$.c is missing");
  }
}
