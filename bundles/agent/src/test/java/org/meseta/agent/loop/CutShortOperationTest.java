package org.meseta.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.agent.loop.Changes.DISK;
import static org.meseta.agent.loop.Changes.VOLUME;
import static org.meseta.agent.loop.Changes.apply;
import static org.meseta.agent.loop.Changes.createVolume;
import static org.meseta.agent.loop.Changes.destroy;
import static org.meseta.agent.loop.Changes.grow;
import static org.meseta.agent.loop.Changes.reserve;
import static org.meseta.agent.loop.Changes.reserved;
import static org.meseta.agent.loop.Changes.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meseta.agent.gc.TreeRemoval;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.v1.Offer;
import org.meseta.resources.Resources;

/** The agent dies at each step of an operation; the master sends it again. */
class CutShortOperationTest {
  @TempDir Path folder;

  /** What the agent has done of the operation when it dies. */
  private enum Step {
    NOTHING,
    TARGET_HALF_WRITTEN,
    TARGET_WRITTEN,
    FOLDERS_CHANGED,
    COMMITTED;
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void reservesNothingTwiceAndLosesNothing(Step step) throws IOException {
    cut(step, List.of(), reserve(DISK));
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void createsNothingTwiceAndLosesNothing(Step step) throws IOException {
    cut(step, List.of(reserve(DISK)), createVolume(VOLUME));
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void destroysNothingTwiceAndLosesNothing(Step step) throws IOException {
    cut(
        step,
        List.of(reserve(DISK), createVolume(VOLUME), createVolume(volume("w", 20))),
        destroy(VOLUME));
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void growsNothingTwiceAndLosesNothing(Step step) throws IOException {
    cut(
        step,
        List.of(reserve(DISK), createVolume(VOLUME), createVolume(volume("w", 20))),
        grow(VOLUME, reserved("disk", 10)));
  }

  private void cut(Step step, List<Offer.Operation> before, Offer.Operation last)
      throws IOException {
    Rig rig = new Rig(folder.resolve("work")).up();
    for (Offer.Operation operation : before) {
      rig.send(apply("o" + operation.getType().getNumber() + before.indexOf(operation), operation));
    }
    fill(rig.work);
    Path cut = rig.copyTo(Files.createDirectory(folder.resolve("cut")));
    rig.send(apply("last", last));
    Resources total = rig.agent.host().total();
    List<String> data = data(rig.work);
    stage(step, rig.work, cut);

    Rig next = rig.next(cut).start().connect();
    boolean known = step.compareTo(Step.TARGET_WRITTEN) >= 0;
    assertThat(next.link.sent.get(0).getReregister().getOperationsList())
        .filteredOn(operation -> operation.getInfo().getId().getValue().equals("last"))
        .hasSize(known ? 1 : 0);
    next.reregistered().send(apply("last", last));

    assertThat(next.agent.host().total()).isEqualTo(total);
    assertThat(data(cut)).isEqualTo(data);
    assertThat(next.link.sent)
        .filteredOn(AgentMessage::hasOperationUpdate)
        .filteredOn(m -> m.getOperationUpdate().getUuid().equals(Changes.uuid("last")))
        .isNotEmpty();
    assertThat(next.next(cut).start().agent.host().total()).isEqualTo(total);
  }

  /** A file in each volume. */
  private static void fill(Path work) throws IOException {
    Path volumes = work.resolve("volumes/roles/eng web");
    if (Files.exists(volumes)) {
      try (var all = Files.list(volumes)) {
        for (Path volume : all.toList()) {
          Files.writeString(volume.resolve("file"), "text");
        }
      }
    }
  }

  private static List<String> data(Path work) throws IOException {
    Path volumes = work.resolve("volumes");
    if (!Files.exists(volumes)) {
      return List.of();
    }
    try (var all = Files.walk(volumes)) {
      return all.map(path -> volumes.relativize(path).toString()).sorted().toList();
    }
  }

  /**
   * Brings a copy of the work directory from before the operation to where it was at the step.
   *
   * @param done as it is after the operation
   */
  private void stage(Step step, Path done, Path cut) throws IOException {
    Path state = Path.of("meta/resources/resources_and_operations.state");
    Path target = cut.resolve(state).resolveSibling(state.getFileName() + ".target");
    byte[] content = Files.readAllBytes(done.resolve(state));
    Files.createDirectories(target.getParent());
    switch (step) {
      case NOTHING -> {}
      case TARGET_HALF_WRITTEN ->
          Files.write(
              target.resolveSibling("." + target.getFileName() + ".meseta-new"),
              Arrays.copyOf(content, content.length / 2));
      case TARGET_WRITTEN -> Files.write(target, content);
      case FOLDERS_CHANGED -> {
        Files.write(target, content);
        copyFolders(done, cut);
      }
      case COMMITTED -> {
        Files.write(cut.resolve(state), content);
        copyFolders(done, cut);
      }
    }
  }

  private void copyFolders(Path done, Path cut) throws IOException {
    TreeRemoval.remove(cut.resolve("volumes"));
    for (String path : data(done)) {
      Path from = done.resolve("volumes").resolve(path);
      Path to = cut.resolve("volumes").resolve(path);
      if (Files.isDirectory(from)) {
        Files.createDirectories(to);
      } else {
        Files.copy(from, to);
      }
    }
  }
}
