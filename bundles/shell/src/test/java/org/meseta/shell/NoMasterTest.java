package org.meseta.shell;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.karaf.shell.api.action.Action;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands in an agent's shell. */
class NoMasterTest {

  @ParameterizedTest
  @ValueSource(classes = {AgentsCommand.class, OffersCommand.class, RolesCommand.class})
  void saysThatNoMasterRunsHere(Class<? extends Action> command) throws Exception {
    Action action = command.getDeclaredConstructor().newInstance();
    assertThatThrownBy(action::execute).hasMessage("No master runs in this process");
  }
}
