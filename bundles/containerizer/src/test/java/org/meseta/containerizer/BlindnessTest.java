package org.meseta.containerizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.plugin.containerizer.Termination;

/** What cannot be seen for a while, for want of file descriptors perhaps, changes nothing. */
class BlindnessTest {
  private static final Duration A_WHILE = Duration.ofSeconds(6);

  @TempDir Path folder;
  private ManualHost host;

  @BeforeEach
  void start() throws IOException {
    host = new ManualHost(folder);
  }

  @AfterEach
  void stop() throws IOException {
    host.close();
    assertThat(host.time.failures()).isEmpty();
  }

  @Test
  void takesNoCommandForEndedWhoseSupervisorItCannotSee() throws IOException {
    Container container = new Container("c", host.saved("c"), Container.Phase.RUNNING, host.means);
    host.containers.add(container);
    List<Container> ended = new ArrayList<>();
    new Watching(host.means, ManualHost.waiting(), host.containers, ended::add).start();
    host.unreadable();
    host.time.advance(A_WHILE);
    assertThat(ended).isEmpty();
    host.alive();
    host.time.advance(A_WHILE);
    assertThat(ended).isEmpty();
    host.gone();
    host.time.advance(A_WHILE);
    assertThat(ended).containsExactly(container);
  }

  @Test
  void recoversContainersWhenItCanSeeThem() throws IOException {
    host.saved("c");
    host.unreadable();
    CompletableFuture<Void> loaded = recovering().load();
    host.time.run();
    assertThat(loaded).isNotDone();
    assertThat(host.containers.all()).isEmpty();
    host.alive();
    host.time.advance(A_WHILE);
    assertThat(loaded).isCompleted();
    assertThat(host.containers.running()).hasSize(1);
  }

  @Test
  void givesUpRecoveringRatherThanTakeContainersForGone() throws IOException {
    host.saved("c");
    host.unreadable();
    CompletableFuture<Void> loaded = recovering().load();
    host.time.advance(Duration.ofMinutes(1));
    assertThat(loaded).isCompletedExceptionally();
    assertThat(host.means.folder().names()).containsExactly("c");
  }

  @Test
  void waitsForAnExitFileThatCannotBeReadYet() throws IOException {
    Container container = new Container("c", host.saved("c"), Container.Phase.RUNNING, host.means);
    host.containers.add(container);
    Files.createDirectory(host.means.folder().exit("c"));
    host.ending.end(container, "nobody saw it");
    host.time.run();
    assertThat(container.end).isNotDone();
    Files.delete(host.means.folder().exit("c"));
    Files.writeString(host.means.folder().exit("c"), "[1] + 9 Done\nend 0\n");
    host.time.advance(A_WHILE);
    assertThat(container.end).isCompletedWithValue(Termination.exited(0));
  }

  private Recovering recovering() {
    return new Recovering(host.means, host.containers, host.ending);
  }
}
