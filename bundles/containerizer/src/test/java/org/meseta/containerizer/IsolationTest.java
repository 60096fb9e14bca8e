package org.meseta.containerizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IsolationTest {

  @Test
  void keepsTheOrderAndNamesEachOnce() {
    assertThat(Isolation.names("b, a,b ,c")).containsExactly("b", "a", "c");
  }

  @Test
  void knowsTheDefaultAndTheShortForms() {
    assertThat(Isolation.names(null)).containsExactly("filesystem/posix", "posix/cpu", "posix/mem");
    assertThat(Isolation.names("posix"))
        .containsExactly("filesystem/posix", "posix/cpu", "posix/mem");
    assertThat(Isolation.names("process,x"))
        .containsExactly("filesystem/posix", "posix/cpu", "posix/mem", "x");
    assertThat(Isolation.names("")).isEmpty();
  }
}
