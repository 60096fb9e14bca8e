package org.meseta.containerizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.containerizer.Termination;

class RemainsTest {
  private static final Optional<Termination> FINISHED = Optional.of(Termination.exited(0));
  private static final Optional<Termination> FAILED = Optional.of(Termination.exited(3));

  @Test
  void takesALaunchersWarningForNoEnd() {
    assertThat(Remains.of(FAILED, "started")).isEqualTo(new Remains(FAILED, ""));
    assertThat(Remains.of(FAILED, "no such locale\nstarted"))
        .isEqualTo(new Remains(FAILED, "no such locale"));
    assertThat(Remains.of(Optional.empty(), "odd\nstarted").end()).isEmpty();
  }

  @Test
  void neverDoubtsThatACommandHasFinished() {
    assertThat(Remains.of(FINISHED, "odd")).isEqualTo(new Remains(FINISHED, "odd"));
  }

  @Test
  void saysWhyACommandWasNeverStarted() {
    assertThat(Remains.of(FAILED, "no such user").end())
        .contains(Termination.unknown("The command could not be started: no such user"));
    assertThat(Remains.of(Optional.empty(), "no such user").end())
        .contains(Termination.unknown("The command could not be started: no such user"));
  }

  @Test
  void knowsNothingOfACommandThatWasKilledEarly() {
    assertThat(Remains.of(Optional.empty(), "")).isEqualTo(Remains.NONE);
  }
}
