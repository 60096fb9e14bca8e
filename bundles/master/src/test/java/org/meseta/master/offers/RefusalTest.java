package org.meseta.master.offers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meseta.protocol.v1.Filters;

class RefusalTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "5, 5",
    "3600, 3600",
    "-1, 5",
    "NaN, 5",
    "9e9, 31536000",
    "1e10, 5",
    "Infinity, 5",
  })
  void keepsRefusalsWithinAYearAndTakesFiveSecondsForWhatIsNoTime(double wanted, double kept) {
    Filters filters = Filters.newBuilder().setRefuseSeconds(wanted).build();
    assertThat(Refusal.normal(filters).getRefuseSeconds()).isEqualTo(kept);
  }

  @Test
  void refusesForFiveSecondsUnlessTold() {
    assertThat(Refusal.normal(Filters.getDefaultInstance()).getRefuseSeconds()).isEqualTo(5);
  }
}
