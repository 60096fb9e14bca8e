package org.meseta.itests.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void keepsTheOrderAndWritesOneObject() {
    assertThat(new Figures("x").put("tasks", 3).put("a_ms", 1.5).put("format", "json").json())
        .isEqualTo("{\"benchmark\":\"x\",\"tasks\":3,\"a_ms\":1.50,\"format\":\"json\"}");
  }

  @Test
  void takesPercentilesByNearestRank() {
    List<Double> values = IntStream.rangeClosed(1, 200).mapToObj(i -> (double) i).toList();

    assertThat(Figures.percentile(values, 0)).isEqualTo(1);
    assertThat(Figures.percentile(values, 0.5)).isEqualTo(100);
    assertThat(Figures.percentile(values, 0.99)).isEqualTo(198);
    assertThat(Figures.percentile(values, 1)).isEqualTo(200);
    assertThat(Figures.percentile(List.of(), 0.5)).isZero();
  }

  @Test
  void saysNothingOfRoundsThatWereNot() {
    assertThat(new Figures("x").spread("rate", List.of()).json())
        .isEqualTo("{\"benchmark\":\"x\"}");
    assertThat(new Figures("x").spread("rate", List.of(3.0, 1.0, 2.0)).json())
        .contains("\"rate_median\":2.00,\"rate_min\":1.00,\"rate_max\":3.00");
  }

  @Test
  void readsPausesAndAllocationFromALogOfCollections() {
    GarbageLog.Sum sum =
        GarbageLog.sum(
            """
            [0.005s][info][gc] Using Parallel
            [1.0s][info][gc] GC(0) Pause Young (Allocation Failure) 16M->2M(61M) 3.500ms
            [2.0s][info][gc] GC(1) Pause Full (Metadata GC Threshold) 12M->4M(61M) 20.000ms
            [3.0s][info][gc] GC(2) Pause Young (Allocation Failure) 20M->5M(61M) 1.500ms
            """);

    assertThat(sum.pauses()).isEqualTo(3);
    assertThat(sum.pausedMs()).isCloseTo(25.0, within(1e-9));
    assertThat(sum.longestMs()).isEqualTo(20.0);
    assertThat(sum.allocatedMebibytes()).isEqualTo(16 + 10 + 16);
    assertThat(sum.minus(sum).pauses()).isZero();
  }
}
