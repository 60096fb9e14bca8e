package org.meseta.containerizer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.containerizer.process.ProcessIdentity;
import org.meseta.plugin.containerizer.Termination;
import org.meseta.plugin.isolator.ContainerConfig;
import org.meseta.plugin.isolator.Limitation;
import org.meseta.protocol.containerizer.ContainerCheckpoint;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ContainerInfo;
import org.meseta.protocol.v1.Environment;
import org.meseta.protocol.v1.TaskStatus;
import org.meseta.resources.Resources;

class CheckpointsTest {
  @TempDir Path root;
  private static final String NAME = "c1";

  @BeforeEach
  void create() throws IOException {
    folder().create();
    folder().add(NAME);
  }

  @Test
  void findsAgainAllButTheEnvironment() throws IOException {
    CommandInfo command = CommandInfo.newBuilder().setValue("sleep 1").build();
    Saved saved = saved(command);
    Environment secret =
        Environment.newBuilder()
            .addVariables(Environment.Variable.newBuilder().setName("P").setValue("hidden"))
            .build();
    checkpoints().write(NAME, saved(command.toBuilder().setEnvironment(secret).build()));
    assertThat(checkpoints().read(NAME)).contains(saved);
    assertThat(folder().checkpoint(NAME).path()).content().doesNotContain("hidden");
    assertThat(Files.getPosixFilePermissions(folder().checkpoint(NAME).path())).hasSize(2);
  }

  @Test
  void findsAgainWhatHasHardlyBegun() throws IOException {
    Saved bare =
        new Saved(
            ContainerID.newBuilder().setValue(NAME).build(),
            new ContainerConfig(
                CommandInfo.getDefaultInstance(),
                Path.of("/sandbox"),
                Optional.empty(),
                Resources.empty(),
                Optional.empty()),
            List.of(Isolated.by("a")),
            "boot",
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    checkpoints().write(NAME, bare);
    assertThat(checkpoints().read(NAME)).contains(bare);
  }

  @Test
  void refusesAVersionItDoesNotKnow() throws IOException {
    ContainerCheckpoint later =
        SavedForm.toProto(saved(CommandInfo.getDefaultInstance())).toBuilder()
            .setVersion(2)
            .build();
    folder().checkpoint(NAME).replace(later.toByteArray());
    assertThatThrownBy(() -> checkpoints().read(NAME))
        .hasMessageContainingAll(NAME, "its version is 2");
  }

  @Test
  void refusesGarbage() throws IOException {
    folder().checkpoint(NAME).replace(new byte[] {1, 2, 3});
    assertDamaged();
    Files.write(folder().checkpoint(NAME).path(), new byte[] {1, 2, 3});
    assertDamaged();
  }

  @Test
  void takesAnEmptyFileForALaunchThatHadNotBegunUnlessItHad() throws IOException {
    Files.createFile(folder().checkpoint(NAME).path());
    assertThat(checkpoints().read(NAME)).isEmpty();
    Files.createFile(folder().container(NAME).resolve("pid"));
    assertThatThrownBy(() -> checkpoints().read(NAME))
        .isInstanceOf(DamagedCheckpointException.class);
  }

  @Test
  void isNotDamagedForBeingUnreadable() throws IOException {
    Files.createDirectory(folder().checkpoint(NAME).path());
    assertThatThrownBy(() -> checkpoints().read(NAME))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(DamagedCheckpointException.class);
  }

  @Test
  void removesTheCheckpointLast() throws IOException {
    checkpoints().write(NAME, saved(CommandInfo.getDefaultInstance()));
    Files.createDirectories(folder().container(NAME).resolve("not/empty"));
    assertThatThrownBy(() -> folder().remove(NAME)).isInstanceOf(IOException.class);
    assertThat(checkpoints().read(NAME)).isPresent();
  }

  @Test
  void removesAllFilesOfAContainerAndOnlyThose() throws IOException {
    folder().add("c2");
    checkpoints().write(NAME, saved(CommandInfo.getDefaultInstance()));
    Files.createFile(folder().exit(NAME));
    folder().remove(NAME);
    folder().remove(NAME);
    assertThat(folder().names()).containsExactly("c2");
    assertThat(folder().exits()).isEmptyDirectory();
    assertThat(checkpoints().read(NAME)).isEmpty();
  }

  @Test
  void findsAgainWhatWasSavedLast() throws IOException {
    Saved first = saved(CommandInfo.newBuilder().setValue("sleep 1").build());
    checkpoints().write(NAME, first);
    Saved second = first.withSupervisor(new ProcessIdentity(56, 78));
    checkpoints().revise(NAME, second);
    assertThat(checkpoints().read(NAME)).contains(second);
    byte[] torn = Files.readAllBytes(folder().checkpoint(NAME).path());
    Files.write(folder().checkpoint(NAME).path(), Arrays.copyOf(torn, torn.length - 1));
    assertThat(checkpoints().read(NAME)).contains(first);
  }

  private void assertDamaged() {
    assertThatThrownBy(() -> checkpoints().read(NAME))
        .isInstanceOf(DamagedCheckpointException.class)
        .hasMessageContaining("checkpoint is damaged");
  }

  private static Saved saved(CommandInfo command) {
    Limitation limitation =
        new Limitation(
            TaskStatus.Reason.REASON_CONTAINER_LIMITATION_DISK,
            "full",
            Resources.parse("disk:1", "*"));
    return new Saved(
        ContainerID.newBuilder().setValue(NAME).build(),
        new ContainerConfig(
            command,
            Path.of("/sandbox"),
            Optional.of("nobody"),
            Resources.parse("cpus:1.5;ports:[1-2]", "*"),
            Optional.of(ContainerInfo.newBuilder().setType(ContainerInfo.Type.MESOS).build())),
        List.of(
            new Isolated("a", Optional.of(ByteString.copyFromUtf8("x")), false),
            new Isolated("b", Optional.of(ByteString.EMPTY), false),
            new Isolated("c", Optional.empty(), true)),
        "boot",
        Optional.of(Path.of("/sys/fs/cgroup/x")),
        Optional.of(new ProcessIdentity(12, 34)),
        Optional.of(
            new Termination(
                OptionalInt.empty(), OptionalInt.of(9), Optional.of(limitation), "full")));
  }

  private RuntimeFolder folder() {
    return new RuntimeFolder(root);
  }

  private Checkpoints checkpoints() {
    return new Checkpoints(folder());
  }
}
