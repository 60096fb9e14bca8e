package org.meseta.containerizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.plugin.isolator.Limitation;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.resources.Resources;

/** What is told of an end, going by what launcher and supervisor have left. */
class EndingTest {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init")
  private ManualHost host;

  @SuppressWarnings("NullAway.Init")
  private Container container;

  @BeforeEach
  void start() throws IOException {
    host = new ManualHost(folder);
    container = new Container("c", host.saved("c"), Container.Phase.RUNNING, host.means);
    host.containers.add(container);
  }

  @AfterEach
  void stop() throws IOException {
    host.close();
    assertThat(host.time.failures()).isEmpty();
  }

  @Test
  void tellsThatATaskFinishedThoughItsLauncherHadTrouble() throws IOException {
    leave("a warning", "[1] + 9 Done\nend 0\n");
    assertThat(end()).isEqualTo(Termination.exited(0));
  }

  @Test
  void tellsHowACommandFailedThoughItsLauncherHadTroubleBefore() throws IOException {
    leave("a warning\nstarted\n", "[1] + 9 Done(4)\nend 4\n");
    assertThat(end()).isEqualTo(Termination.exited(4));
  }

  @Test
  void tellsWhyACommandWasNotStarted() throws IOException {
    leave("no such folder", "[1] + 9 Done(2)\nend 2\n");
    assertThat(end())
        .isEqualTo(Termination.unknown("The command could not be started: no such folder"));
  }

  @Test
  void tellsOfALimitWhateverElseHappened() throws IOException {
    leave("a warning", "[1] + 9 Killed\nend 137\n");
    Limitation limitation =
        new Limitation(
            TaskStatus.Reason.REASON_CONTAINER_LIMITATION_MEMORY, "too much", Resources.empty());
    container.limitation = Optional.of(limitation);
    assertThat(end().limitation()).contains(limitation);
  }

  private void leave(String trouble, String exit) throws IOException {
    Files.writeString(host.means.folder().trouble("c"), trouble);
    Files.writeString(host.means.folder().exit("c"), exit);
  }

  private Termination end() {
    host.ending.end(container, "nobody saw it");
    host.time.run();
    return TestHost.get(container.end);
  }
}
