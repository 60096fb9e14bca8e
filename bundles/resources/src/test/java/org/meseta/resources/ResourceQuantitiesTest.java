package org.meseta.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceQuantitiesTest {

  @Test
  void readsAlternatives() {
    assertThat(ResourceQuantities.parseAlternatives("cpus:0.01|mem:32;disk:5"))
        .containsExactly(
            ResourceQuantities.parse("cpus:0.01"), ResourceQuantities.parse("disk:5;mem:32"));
    assertThat(ResourceQuantities.parseAlternatives("")).isEmpty();
    assertThat(ResourceQuantities.parseAlternatives("cpus:1| |")).hasSize(1);
  }

  @Test
  void refusesNamesThatCannotBeWrittenDown() {
    for (String name : new String[] {"cpus(eng)", "a b", "{cpus}", "x|y", "a\u0001"}) {
      assertThatThrownBy(() -> ResourceQuantities.parse(name + ":1"))
          .isInstanceOf(ResourceException.class)
          .hasMessageContaining("'" + name + "' is no name of a resource");
    }
    assertThat(ResourceQuantities.invalidName("")).isPresent();
    assertThat(ResourceQuantities.invalidName("example.com/fpga-x_1")).isEmpty();
  }

  @Test
  void neverGoesBelowZero() {
    ResourceQuantities some = ResourceQuantities.parse("cpus:1;mem:5");
    assertThat(some.minus(ResourceQuantities.parse("cpus:2;disk:7"))).hasToString("mem:5");
    assertThat(some.contains(ResourceQuantities.parse("cpus:2"))).isFalse();
    assertThat(some.milli("gpus")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpus", "cpus:", ":1", "cpus:a", "cpus:-1", "cpus:1;cpus:2", "cpus:nan"})
  void refusesWhatIsNotAQuantity(String text) {
    assertThatExceptionOfType(ResourceException.class)
        .isThrownBy(() -> ResourceQuantities.parse(text))
        .withMessageContaining("cpus".substring(0, text.startsWith(":") ? 0 : 4));
  }
}
