package org.meseta.agent.http.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.meseta.agent.http.SampleHost;
import org.meseta.agent.state.LocalFramework;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.ExecutorInfo;
import org.meseta.protocol.v1.FrameworkInfo;
import org.meseta.protocol.v1.Task;

class OwnersTest {
  private final LocalFramework framework =
      LocalFramework.of(FrameworkInfo.newBuilder().setUser("alice").setName("n").build());

  @Test
  void aTaskIsTheFrameworksUnlessItNamesAUser() {
    assertThat(Owners.of(framework, Task.newBuilder().buildPartial())).isEqualTo("alice");
    assertThat(Owners.of(framework, Task.newBuilder().setUser("").buildPartial()))
        .isEqualTo("alice");
    assertThat(Owners.of(framework, Task.newBuilder().setUser("carol").buildPartial()))
        .isEqualTo("carol");
  }

  @Test
  void anExecutorIsTheFrameworksUnlessItsCommandNamesAUser() {
    ExecutorInfo.Builder executor = ExecutorInfo.newBuilder();
    assertThat(Owners.of(framework, executor.buildPartial())).isEqualTo("alice");
    executor.setCommand(CommandInfo.newBuilder().setUser("carol"));
    assertThat(Owners.of(framework, executor.buildPartial())).isEqualTo("carol");
  }

  @Test
  void countsThoseOfWhatIsOverToo() {
    assertThat(Owners.all(SampleHost.host())).containsExactlyInAnyOrder("alice", "bob");
  }
}
