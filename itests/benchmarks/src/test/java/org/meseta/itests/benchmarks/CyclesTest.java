package org.meseta.itests.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.meseta.itests.benchmarks.AllocationCycles.Shape;
import org.meseta.runtime.SystemRuntime;

class CyclesTest {

  @Test
  void readsShapes() {
    assertThat(Shape.parse("1000x100")).isEqualTo(new Shape(1000, 100, 0));
    assertThat(Shape.parse("10x2s99")).isEqualTo(new Shape(10, 2, 99));
    assertThatThrownBy(() -> Shape.parse("10x0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("AGENTSxFRAMEWORKS: 10x0");
  }

  @Test
  void declinesEveryOfferOfEveryCycleButTheLast() {
    Flags flags = Flags.parse(AllocationCycles.FLAGS, List.of("--shapes=6x4", "--rounds=3"));
    try (SystemRuntime runtime = new SystemRuntime()) {
      assertThat(AllocationCycles.measure(runtime, flags).json())
          .contains("\"6x4_declined_offers\":12,", "\"6x4_later_cycles_ms_median\":");
    }
  }

  @Test
  void measuresWithAndWithoutQuotas() {
    Flags flags = new Flags(Map.of("agents", "6", "roles", "2", "rounds", "2"));
    try (SystemRuntime runtime = new SystemRuntime()) {
      assertThat(QuotaCycles.measure(runtime, flags).json())
          .contains(
              "\"large_and_small_6_declined_offers\":", "\"roles_2_no_quota_declined_offers\":4,");
    }
  }
}
