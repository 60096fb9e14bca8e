package org.meseta.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.agent.flags.AgentFlags;
import org.meseta.protocol.v1.Resource;
import org.meseta.resources.Domains;
import org.meseta.resources.ResourceException;
import org.meseta.resources.Resources;

class HostTest {
  @TempDir Path folder;

  @Test
  void findsWhatTheOperatorDoesNotName() throws IOException {
    Resources found = HostResources.of("mem:100;disks:3", "*", folder, Share.WHOLE);

    assertThat(found.scalar("mem")).hasValue(100.0);
    assertThat(found.scalar("disks")).hasValue(3.0);
    assertThat(found.scalar("cpus").orElse(0.0))
        .isEqualTo((double) Runtime.getRuntime().availableProcessors());
    assertThat(found.scalar("disk").orElse(0.0)).isPositive();
    assertThat(found.names()).contains("ports");
  }

  @Test
  void saysWhereItIs() throws IOException {
    String json = "{\"fault_domain\":{\"region\":{\"name\":\"r\"},\"zone\":{\"name\":\"z\"}}}";
    Map<String, String> flags = new HashMap<>();
    flags.put("master", "127.0.0.1:5050");
    flags.put("work_dir", folder.toString());
    assertThat(Identity.of(AgentFlags.parse(flags), Share.WHOLE).info().hasDomain()).isFalse();
    flags.put("domain", json);
    assertThat(Identity.of(AgentFlags.parse(flags), Share.WHOLE).info().getDomain())
        .isEqualTo(Domains.parse(json));
  }

  @Test
  void keepsWhatIsNamedAsNothing() throws IOException {
    assertThat(HostResources.of("cpus:0;mem:0;disk:0", "*", folder, Share.WHOLE).names())
        .containsExactly("ports");
  }

  @Test
  void reservesWhatItFindsToTheDefaultRole() throws IOException {
    Resources found = HostResources.of("mem(*):100", "web", folder, Share.WHOLE);

    assertThat(found.reservedTo("web").names()).contains("cpus", "disk", "ports");
    assertThat(found.unreserved().names()).containsExactly("mem");
  }

  @Test
  void saysWhichResourceIsWrong() {
    assertThatThrownBy(() -> HostResources.of("cpus:many:more", "*", folder, Share.WHOLE))
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

  @Test
  void sharesWhatIsFoundAmongSeveralAgentsOfTheHost() throws IOException {
    Resources whole = HostResources.of("", "*", folder, Share.WHOLE);
    Resources sum = Resources.empty();
    for (int number = 1; number <= 3; number++) {
      Resources part = HostResources.of("", "*", folder, new Share(number, 3));
      assertThat(part.scalar("cpus").orElseThrow())
          .isCloseTo(whole.scalar("cpus").orElseThrow() / 3, within(0.001));
      sum = sum.plus(part);
    }
    assertThat(whole.contains(sum)).isTrue();
    assertThat(ports(sum)).isEqualTo(ports(whole));
    assertThat(sum.scalar("mem").orElseThrow())
        .isCloseTo(whole.scalar("mem").orElseThrow(), within(3.0));
  }

  @Test
  void offersWhatIsNamedWhateverTheShare() throws IOException {
    Resources found = HostResources.of("cpus:4;mem:100", "*", folder, new Share(2, 2));
    assertThat(found.scalar("cpus")).contains(4.0);
    assertThat(found.scalar("mem")).contains(100.0);
  }

  private static List<Resource> ports(Resources all) {
    return all.toList().stream().filter(r -> r.getName().equals("ports")).toList();
  }

  @Test
  void knowsWhereSomethingIsMounted() {
    String table =
        """
        22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
        42 27 0:39 / /a/eng\\040web/b\\134c rw - tmpfs none rw
        cut short
        """;
    assertThat(Mounts.points(table)).containsExactly("/", "/a/eng web/b\\c");
  }
}
