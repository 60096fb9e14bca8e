package org.meseta.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.resources.ResourceException;
import org.meseta.resources.Resources;

class HostTest {
  @TempDir Path folder;

  @Test
  void findsWhatTheOperatorDoesNotName() throws IOException {
    Resources found = HostResources.of("mem:100;disks:3", "*", folder);

    assertThat(found.scalar("mem")).hasValue(100.0);
    assertThat(found.scalar("disks")).hasValue(3.0);
    assertThat(found.scalar("cpus").orElse(0.0))
        .isEqualTo((double) Runtime.getRuntime().availableProcessors());
    assertThat(found.scalar("disk").orElse(0.0)).isPositive();
    assertThat(found.names()).contains("ports");
  }

  @Test
  void keepsWhatIsNamedAsNothing() throws IOException {
    assertThat(HostResources.of("cpus:0;mem:0;disk:0", "*", folder).names())
        .containsExactly("ports");
  }

  @Test
  void reservesWhatItFindsToTheDefaultRole() throws IOException {
    Resources found = HostResources.of("mem(*):100", "web", folder);

    assertThat(found.reservedTo("web").names()).contains("cpus", "disk", "ports");
    assertThat(found.unreserved().names()).containsExactly("mem");
  }

  @Test
  void saysWhichResourceIsWrong() {
    assertThatThrownBy(() -> HostResources.of("cpus:many:more", "*", folder))
        .isInstanceOf(ResourceException.class)
        .hasMessageContaining("many");
  }

  @Test
  void neverMakesASandboxTwiceNorThroughALink() throws IOException {
    Path sandbox = folder.resolve("runs/1");
    SafeFolders.createSandbox(sandbox, Optional.empty());
    assertThatThrownBy(() -> SafeFolders.createSandbox(sandbox, Optional.empty()))
        .isInstanceOf(FileAlreadyExistsException.class);
    Files.createSymbolicLink(folder.resolve("runs/2"), folder.resolve("elsewhere"));
    assertThatThrownBy(() -> SafeFolders.createSandbox(folder.resolve("runs/2"), Optional.empty()))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void namesAUserThatDoesNotExist() throws IOException {
    assertThatThrownBy(() -> new Users(true).find(Optional.of("no-such-user")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no-such-user");
  }

  @Test
  void needsNoChangeForItsOwnUser() throws IOException {
    String own = Files.getOwner(folder).getName();
    assertThat(new Users(true).find(Optional.of(own))).isEmpty();
  }
}
