package org.meseta.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoleWatchTest {

  @Test
  void tellsTheInnermostCauseWithoutItsClass() {
    String trace =
        """
        java.lang.reflect.InvocationTargetException
        \tat x.Y.z(Y.java:1)
        Caused by: java.lang.IllegalStateException: outer
        \tat x.Y.z(Y.java:2)
        Caused by: org.meseta.runtime.FlagException: Flag --port: 'x' is not valid
        \t... 3 more
        """;
    assertThat(RoleWatch.reason(trace)).isEqualTo("Flag --port: 'x' is not valid");
  }

  @Test
  void tellsWhatThereIsWhenThereIsNoCause() {
    assertThat(RoleWatch.reason("a.B: no port: busy\n\tat x")).isEqualTo("no port: busy");
    assertThat(RoleWatch.reason("something: else here")).isEqualTo("else here");
  }
}
