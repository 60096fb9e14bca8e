package org.meseta.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ResourceLimitsTest {
  @Test
  void aLimitOfZeroIsOne() {
    ResourceLimits limits = ResourceLimits.parse("mem:0; cpus:1.5");
    assertThat(limits).hasToString("cpus:1.5;mem:0");
    assertThat(limits.milli("mem")).isZero();
    assertThat(limits.milli("disk")).isEqualTo(Long.MAX_VALUE);
    assertThat(limits.allow(ResourceQuantities.parse("cpus:1.5"))).isTrue();
    assertThat(limits.allow(ResourceQuantities.parse("mem:0.001"))).isFalse();
  }

  @Test
  void whatIsNoLimitIsNamed() {
    assertThatThrownBy(() -> ResourceLimits.parse("cpus:1;mem"))
        .isInstanceOf(ResourceException.class)
        .hasMessageContaining("'mem'");
    assertThatThrownBy(() -> ResourceLimits.parse("cpus:-1"))
        .isInstanceOf(ResourceException.class)
        .hasMessageContaining("cpus");
  }
}
