package org.meseta.agent.http.files;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.agent.http.SampleHost.sandbox;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meseta.agent.http.FakeAgent;
import org.meseta.agent.http.SampleHost;
import org.meseta.agent.state.LocalFramework;
import org.meseta.runtime.ManualTime;

class SandboxesTest {
  private static final Path WORK = Path.of("/agent");

  private final FakeAgent agent = new FakeAgent(new ManualTime());
  private final Sandboxes sandboxes = new Sandboxes(agent);

  @BeforeEach
  void know() {
    agent.host = SampleHost.host(WORK);
  }

  @Test
  void showsEverySandboxByItsRealPathAndByIds() {
    assertThat(sandboxes.get())
        .hasSize(9)
        .containsEntry("/agent/run/runs/c-run", sandbox(WORK, "run"))
        .containsEntry("/agent/run/runs/latest", sandbox(WORK, "run"))
        .containsEntry("/frameworks/f/executors/run/runs/latest", sandbox(WORK, "run"))
        .containsEntry("/frameworks/f/executors/done/runs/latest", sandbox(WORK, "done"))
        .containsEntry("/frameworks/over/executors/old/runs/latest", sandbox(WORK, "old"));
  }

  @Test
  void theLatestRunOfAnExecutorIsTheNewest() {
    Path earlier = Path.of("/agent/earlier");
    Path later = Path.of("/agent/later");
    LocalFramework twice = framework();
    agent.host =
        agent.host.with(
            twice
                .completed(SampleHost.over(earlier, "again"), 9)
                .completed(SampleHost.over(later, "again"), 9)
                .completed(SampleHost.over(earlier, "run"), 9)
                .with(twice.executors().values().iterator().next()));

    assertThat(sandboxes.get())
        .containsEntry("/frameworks/f/executors/again/runs/latest", sandbox(later, "again"))
        .containsEntry("/agent/earlier/again/runs/c-again", sandbox(earlier, "again"))
        .containsEntry("/frameworks/f/executors/run/runs/latest", sandbox(WORK, "run"));
  }

  @Test
  void followsTheAgentsSnapshot() {
    assertThat(sandboxes.get()).isSameAs(sandboxes.get());
    agent.host = agent.host.with(framework().completed(SampleHost.over(WORK, "new"), 1));
    assertThat(sandboxes.get())
        .containsKey("/agent/new/runs/c-new")
        .doesNotContainKey("/agent/done/runs/c-done");
  }

  private LocalFramework framework() {
    return requireNonNull(agent.host.frameworks().get(SampleHost.FRAMEWORK));
  }
}
