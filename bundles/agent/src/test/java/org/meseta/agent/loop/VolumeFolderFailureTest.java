package org.meseta.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.meseta.agent.loop.Changes.DISK;
import static org.meseta.agent.loop.Changes.VOLUME;
import static org.meseta.agent.loop.Changes.apply;
import static org.meseta.agent.loop.Changes.createVolume;
import static org.meseta.agent.loop.Changes.destroy;
import static org.meseta.agent.loop.Changes.grow;
import static org.meseta.agent.loop.Changes.reserve;
import static org.meseta.agent.loop.Changes.reserved;
import static org.meseta.agent.loop.Changes.these;
import static org.meseta.agent.loop.Changes.volume;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.agent.gc.TreeRemoval;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.OperationStatus;
import org.meseta.resources.Resources;

/** Folders of volumes that can neither be made nor taken away: nobody waits for them. */
class VolumeFolderFailureTest {
  @TempDir Path folder;
  private Rig rig;

  @BeforeEach
  void start() {
    rig = new Rig(folder.resolve("work")).up();
    rig.send(apply("reserve", reserve(DISK)));
  }

  private Path data(String id) {
    return rig.work.resolve("volumes/roles/eng web").resolve(id);
  }

  /** Something else is where the folder should be. */
  private void block(Path path) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, "in the way");
  }

  private OperationStatus outcome(String name) {
    return rig.link.sent.stream()
        .filter(AgentMessage::hasOperationUpdate)
        .map(m -> m.getOperationUpdate().getStatus())
        .filter(status -> status.getOperationId().getValue().equals(name))
        .reduce((first, last) -> last)
        .orElseThrow(() -> new AssertionError("No outcome of " + name));
  }

  private void assertFinished(String name) {
    assertThat(outcome(name).getState()).isEqualTo(OperationState.OPERATION_FINISHED);
  }

  private void assertFailed(String name, String why) {
    assertThat(outcome(name).getState()).isEqualTo(OperationState.OPERATION_FAILED);
    assertThat(outcome(name).getMessage()).contains(why);
  }

  private void assertStartsWith(Resources total) {
    rig = rig.next().start().connect();
    assertThat(rig.exits).isEmpty();
    assertThat(rig.agent.host().total()).isEqualTo(total);
    rig.reregistered();
  }

  private static Offer.Operation both(Offer.Operation one, Offer.Operation other) {
    Offer.Operation.Builder both = one.toBuilder();
    both.getCreateBuilder().addAllVolumes(other.getCreate().getVolumesList());
    both.getDestroyBuilder().addAllVolumes(other.getDestroy().getVolumesList());
    return both.build();
  }

  @Test
  void failsToCreateAVolumeWithoutAFolder() throws IOException {
    Resources before = rig.agent.host().total();
    block(data("v"));
    rig.send(apply("a", createVolume(VOLUME)));
    assertFailed("a", "The folder of the volume 'v' cannot be made");
    assertThat(rig.agent.host().total()).isEqualTo(before);
    assertThat(data("v")).hasContent("in the way");
    rig.send(apply("b", createVolume(volume("w", 10))));
    assertFinished("b");
    Resources total = rig.agent.host().total();
    assertThat(total.volumes()).isEqualTo(these(volume("w", 10)));
    assertStartsWith(total);
    assertFailed("a", "cannot be made");
  }

  @Test
  void createsAllVolumesOfAnOperationOrNone() throws IOException {
    block(data("w"));
    rig.send(apply("a", both(createVolume(VOLUME), createVolume(volume("w", 10)))));
    assertFailed("a", "'w'");
    assertThat(data("v")).doesNotExist();
    rig.send(apply("b", createVolume(VOLUME)));
    assertFinished("b");
  }

  @Test
  void looksAnewAtWhatWasAskedForInTheMeantime() throws IOException {
    block(data("v"));
    rig.give(apply("a", createVolume(VOLUME)));
    rig.give(apply("b", grow(VOLUME, reserved("disk", 10))));
    rig.give(apply("c", createVolume(volume("w", 60))));
    rig.send(apply("d", destroy(VOLUME)));
    assertFailed("a", "cannot be made");
    assertFailed("b", "is not part of");
    assertFinished("c");
    assertFailed("d", "is not part of");
    assertThat(rig.agent.host().total().volumes()).isEqualTo(these(volume("w", 60)));
    assertThat(rig.agent.host().total().scalar("disk")).hasValue(1024.0);
    assertStartsWith(rig.agent.host().total());
  }

  @Test
  void failsToDestroyAVolumeWhoseFolderStays() throws IOException {
    rig.send(apply("a", createVolume(VOLUME)));
    Files.writeString(data("v").resolve("file"), "text");
    Resources before = rig.agent.host().total();
    block(rig.work.resolve("volumes/.trash"));
    rig.send(apply("b", destroy(VOLUME)));
    assertFailed("b", data("v") + " cannot be taken away");
    assertThat(data("v").resolve("file")).hasContent("text");
    rig.send(apply("c", createVolume(volume("w", 10))));
    assertFinished("c");
    assertThat(rig.agent.host().total().volumes())
        .isEqualTo(before.volumes().plus(these(volume("w", 10))));
    assertStartsWith(rig.agent.host().total());
  }

  @Test
  void destroysAllVolumesOfAnOperationOrNone() throws IOException {
    rig.send(apply("a", both(createVolume(VOLUME), createVolume(volume("w", 10)))));
    Files.writeString(data("v").resolve("file"), "text");
    Files.writeString(data("w").resolve("file"), "text");
    String name = HexFormat.of().formatHex(Changes.uuid("b").toByteArray());
    Files.createDirectories(rig.work.resolve("volumes/.trash/" + name + "-1/full"));
    rig.send(apply("b", both(destroy(VOLUME), destroy(volume("w", 10)))));
    assertFailed("b", "cannot be taken away");
    assertThat(data("v").resolve("file")).hasContent("text");
    assertThat(data("w").resolve("file")).hasContent("text");
    rig.send(apply("c", destroy(VOLUME)));
    assertFinished("c");
    assertThat(data("v")).doesNotExist();
  }

  /** The agent dies after it has written down what is to be, and then it cannot be. */
  @Test
  void givesUpAtItsStartWhatCannotBeDone() throws IOException {
    Resources before = rig.agent.host().total();
    final Path copy = rig.copyTo(Files.createDirectory(folder.resolve("copy")));
    rig.send(apply("a", createVolume(VOLUME)));
    Path state = Path.of("meta/resources/resources_and_operations.state");
    Path target = copy.resolve(state).resolveSibling(state.getFileName() + ".target");
    Files.copy(rig.work.resolve(state), target, StandardCopyOption.REPLACE_EXISTING);
    rig = rig.next(copy);
    block(data("v"));
    rig.start().connect();
    assertThat(rig.exits).isEmpty();
    assertThat(rig.agent.host().total()).isEqualTo(before);
    assertThat(target).doesNotExist();
    rig.reregistered().send(apply("a", createVolume(VOLUME)));
    assertFailed("a", "cannot be made");
    Files.delete(data("v"));
    rig.send(apply("b", createVolume(VOLUME)));
    assertFinished("b");
  }

  @Test
  void deletesWhatIsDestroyed() throws IOException {
    rig.send(apply("a", createVolume(VOLUME)));
    Files.writeString(data("v").resolve("file"), "text");
    rig.send(apply("b", destroy(VOLUME)));
    assertFinished("b");
    assertThat(rig.work.resolve("volumes/.trash")).isEmptyDirectory();
    assertThat(rig.work.resolve("volumes/roles/eng web")).isEmptyDirectory();
  }

  /** Does what only root can do; the test is skipped where that cannot be done. */
  private static void need(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Assumptions.assumeTrue(process.waitFor() == 0, () -> "needs root: " + said);
  }

  @Test
  void destroysNoVolumeInWhichSomethingIsMounted() throws Exception {
    rig.send(apply("a", createVolume(VOLUME)));
    Path mounted = Files.createDirectories(data("v").resolve("other/disk"));
    need("mount", "-t", "tmpfs", "none", mounted.toString());
    try {
      Files.writeString(mounted.resolve("file"), "text");
      rig.send(apply("b", destroy(VOLUME)));
      assertFailed("b", "something is mounted on " + mounted);
      assertThat(mounted.resolve("file")).hasContent("text");
      assertThatThrownBy(() -> TreeRemoval.remove(data("v"))).hasMessageContaining("mounted");
      assertThat(mounted.resolve("file")).hasContent("text");
    } finally {
      need("umount", mounted.toString());
    }
    rig.send(apply("c", destroy(VOLUME)));
    assertFinished("c");
    assertThat(data("v")).doesNotExist();
  }

  @Test
  void deletesWhatIsDestroyedAsSoonAsThatIsPossible() throws Exception {
    rig.send(apply("a", createVolume(VOLUME)));
    Path file = Files.writeString(data("v").resolve("file"), "text");
    need("chattr", "+i", file.toString());
    Path trash = rig.work.resolve("volumes/.trash");
    Path there = trash.resolve(HexFormat.of().formatHex(Changes.uuid("b").toByteArray()) + "-0");
    try {
      rig.send(apply("b", destroy(VOLUME))).send(apply("c", createVolume(VOLUME)));
      assertFinished("b");
      assertFinished("c");
      assertThat(data("v")).isEmptyDirectory();
      assertThat(there.resolve("file")).hasContent("text");
      assertStartsWith(rig.agent.host().total());
      assertThat(there.resolve("file")).hasContent("text");
    } finally {
      need("chattr", "-i", there.resolve("file").toString());
    }
    rig = rig.next().start();
    assertThat(trash).isEmptyDirectory();
  }
}
