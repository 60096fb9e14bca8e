package org.meseta.containerizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IsolationTest {

  @Test
  void keepsTheOrderAndNamesEachOnce() {
    assertThat(Isolation.names("b, filesystem/x,a,b ,c"))
        .containsExactly("b", "filesystem/x", "a", "c");
  }

  @Test
  void knowsTheDefaultAndTheShortForms() {
    assertThat(Isolation.names(null)).containsExactly("filesystem/posix", "posix/cpu", "posix/mem");
    assertThat(Isolation.names("posix"))
        .containsExactly("filesystem/posix", "posix/cpu", "posix/mem");
    assertThat(Isolation.names("process,x"))
        .containsExactly("filesystem/posix", "posix/cpu", "posix/mem", "x");
  }

  @Test
  void givesContainersTheirFilesAlsoWhenNobodyAsksForThat() {
    assertThat(Isolation.names("a,b")).containsExactly("filesystem/posix", "a", "b");
    assertThat(Isolation.names("")).containsExactly("filesystem/posix");
    assertThat(Isolation.names("a,filesystem/posix")).containsExactly("a", "filesystem/posix");
  }

  @Test
  void givesContainersTheirFilesOnce() {
    assertThatThrownBy(() -> Isolation.names("filesystem/posix,a,filesystem/x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--isolation")
        .hasMessageEndingWith("filesystem/posix, filesystem/x");
  }
}
