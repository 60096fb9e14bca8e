package org.meseta.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meseta.protocol.v1.Attribute;
import org.meseta.protocol.v1.Value;

class AttributesTest {

  @Test
  void tellsNumbersRangesAndTextsApart() {
    List<Attribute> attributes = Attributes.parse("rack:r 1; cores:12.5;slots:[5-8, 1-4];v:1.2.3");
    assertThat(attributes)
        .extracting(Attribute::getName)
        .containsExactly("rack", "cores", "slots", "v");
    assertThat(attributes.get(0).getText().getValue()).isEqualTo("r 1");
    assertThat(attributes.get(1).getScalar().getValue()).isEqualTo(12.5);
    assertThat(attributes.get(2).getRanges().getRangeList())
        .containsExactly(Value.Range.newBuilder().setBegin(1).setEnd(8).build());
    assertThat(attributes.get(3).getType()).isEqualTo(Value.Type.TEXT);
  }

  @Test
  void aValueMayHoldColons() {
    assertThat(Attributes.parse("url:http://h:80/").get(0).getText().getValue())
        .isEqualTo("http://h:80/");
  }

  @Test
  void nothingGivesNothing() {
    assertThat(Attributes.parse(" ; ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rack", ":r1", "rack:", "tags:{a,b}", "slots:[4-1]", "slots:[a]"})
  void refusesWhatIsNotAnAttributeAndNamesIt(String text) {
    assertThatExceptionOfType(ResourceException.class)
        .isThrownBy(() -> Attributes.parse("a:b;" + text))
        .withMessageContaining("'" + text + "'");
  }
}
