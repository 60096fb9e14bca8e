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
import static org.meseta.agent.loop.Changes.shrink;
import static org.meseta.agent.loop.Changes.unreserve;
import static org.meseta.agent.loop.Changes.volume;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.DiskInfo;
import org.meseta.protocol.v1.Resource.DiskInfo.Source;
import org.meseta.resources.Resources;
import org.meseta.resources.Volumes;

/** The agent dies at each step of an operation; the master sends it again. */
class CutShortOperationTest {
  private static final String FREE =
      """
      [{"name":"cpus","type":"SCALAR","scalar":{"value":4}},
       {"name":"disk","type":"SCALAR","scalar":{"value":1024}},
       {"name":"disk","type":"SCALAR","scalar":{"value":500},
        "disk":{"source":{"type":"MOUNT","mount":{"root":"mounted"}}}}]
      """;

  @TempDir Path folder;

  /** What the agent has done of the operation when it dies. */
  private enum Step {
    NOTHING,
    TARGET_HALF_WRITTEN,
    TARGET_WRITTEN,
    FIRST_FOLDER_CHANGED,
    FOLDERS_CHANGED,
    COMMITTED,
    TRASH_HALF_DELETED
  }

  private record Case(String name, List<Offer.Operation> before, Offer.Operation last) {
    @Override
    public String toString() {
      return name;
    }

    List<Resource> discarded() {
      return last.getDestroy().getVolumesList();
    }
  }

  static Stream<Arguments> cases() {
    Resource disk = mounted(false);
    Resource whole = mounted(true);
    Resource other = volume("w", 20);
    List<Offer.Operation> volumes =
        List.of(reserve(DISK), createVolume(VOLUME), createVolume(other));
    Offer.Operation.Builder both = createVolume(VOLUME).toBuilder();
    both.getCreateBuilder().addVolumes(other);
    Offer.Operation.Builder none = destroy(VOLUME).toBuilder();
    none.getDestroyBuilder().addVolumes(other);
    return Stream.of(
            new Case("RESERVE", List.of(), reserve(DISK)),
            new Case("UNRESERVE", List.of(reserve(DISK)), unreserve(reserved("disk", 60))),
            new Case("CREATE", List.of(reserve(DISK)), createVolume(VOLUME)),
            new Case("CREATE two", List.of(reserve(DISK)), both.build()),
            new Case("CREATE on a disk", List.of(reserve(disk)), createVolume(whole)),
            new Case("DESTROY", volumes, destroy(VOLUME)),
            new Case("DESTROY two", volumes, none.build()),
            new Case(
                "DESTROY on a disk", List.of(reserve(disk), createVolume(whole)), destroy(whole)),
            new Case("GROW", volumes, grow(VOLUME, reserved("disk", 10))),
            new Case("SHRINK", volumes, shrink(VOLUME, 10)))
        .flatMap(c -> Stream.of(Step.values()).map(step -> Arguments.of(c, step)));
  }

  private static Resource mounted(boolean isVolume) {
    Resource like = isVolume ? volume("whole", 500) : reserved("disk", 500);
    DiskInfo.Builder disk = like.getDisk().toBuilder();
    disk.setSource(
        Source.newBuilder()
            .setType(Source.Type.MOUNT)
            .setMount(Source.Mount.newBuilder().setRoot("mounted")));
    return like.toBuilder().setDisk(disk).build();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void losesNothingAndDoesNothingTwice(Case tested, Step step) throws IOException {
    Rig rig = new Rig(folder.resolve("work")).flag("resources", FREE);
    Files.createDirectories(rig.work.resolve("mounted"));
    rig.up();
    for (Offer.Operation operation : tested.before()) {
      rig.send(apply("o" + tested.before().indexOf(operation), operation));
    }
    fill(rig.work);
    Path cut = rig.copyTo(Files.createDirectory(folder.resolve("cut")));
    rig.send(apply("last", tested.last()));
    Resources total = rig.agent.host().total();
    final List<String> data = data(rig.work);
    stage(tested, step, rig.work, cut);

    Rig next = rig.next(cut).start().connect();
    boolean known = step.compareTo(Step.TARGET_WRITTEN) >= 0;
    assertThat(next.link.sent.get(0).getReregister().getOperationsList())
        .filteredOn(operation -> operation.getInfo().getId().getValue().equals("last"))
        .hasSize(known ? 1 : 0);
    next.reregistered().send(apply("last", tested.last()));

    assertThat(next.agent.host().total()).isEqualTo(total);
    assertThat(data(cut)).isEqualTo(data);
    assertThat(next.link.sent)
        .filteredOn(AgentMessage::hasOperationUpdate)
        .filteredOn(m -> m.getOperationUpdate().getUuid().equals(Changes.uuid("last")))
        .isNotEmpty();
    assertThat(next.next(cut).start().agent.host().total()).isEqualTo(total);
    assertThat(data(cut)).isEqualTo(data);
  }

  /** Something in each volume, also on the disk, which is one itself or none. */
  private static void fill(Path work) throws IOException {
    fillOne(work.resolve("mounted"));
    Path volumes = work.resolve("volumes/roles/eng web");
    if (Files.exists(volumes)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(volumes)) {
        for (Path volume : all) {
          fillOne(volume);
        }
      }
    }
  }

  private static void fillOne(Path volume) throws IOException {
    Files.writeString(volume.resolve("file"), "text");
    Files.createDirectories(volume.resolve("folder/in/folder"));
  }

  private static List<String> data(Path work) throws IOException {
    try (Stream<Path> all = Files.walk(work)) {
      return all.map(path -> work.relativize(path).toString())
          .filter(path -> path.startsWith("volumes") || path.startsWith("mounted"))
          .sorted()
          .toList();
    }
  }

  /**
   * Brings a copy of the work directory from before the operation to where it was at the step.
   *
   * @param done as it is after the operation
   */
  private static void stage(Case tested, Step step, Path done, Path cut) throws IOException {
    Path state = cut.resolve("meta/resources/resources_and_operations.state");
    Path target = state.resolveSibling(state.getFileName() + ".target");
    byte[] content = Files.readAllBytes(done.resolve(cut.relativize(state)));
    Files.createDirectories(target.getParent());
    if (step == Step.TARGET_HALF_WRITTEN) {
      Files.write(
          target.resolveSibling("." + target.getFileName() + ".meseta-new"),
          Arrays.copyOf(content, content.length / 2));
    }
    if (step.compareTo(Step.TARGET_WRITTEN) >= 0) {
      Files.write(target, content);
    }
    if (step.compareTo(Step.FIRST_FOLDER_CHANGED) >= 0) {
      int changed = step == Step.FIRST_FOLDER_CHANGED ? 1 : Integer.MAX_VALUE;
      change(tested, changed, cut);
    }
    if (step.compareTo(Step.COMMITTED) >= 0) {
      Files.move(target, state, StandardCopyOption.REPLACE_EXISTING);
    }
    if (step == Step.TRASH_HALF_DELETED && !tested.discarded().isEmpty()) {
      Path place = place(tested.discarded().get(0), 0, cut);
      Files.delete(place.resolve("file"));
      Files.move(place.resolve("folder/in"), place.resolve(".deep-0"));
    }
  }

  private static void change(Case tested, int most, Path cut) throws IOException {
    for (Resource volume : tested.last().getCreate().getVolumesList()) {
      if (most-- > 0) {
        Files.createDirectories(Volumes.folder(cut, volume));
      }
    }
    for (int i = 0; i < Math.min(most, tested.discarded().size()); i++) {
      Resource volume = tested.discarded().get(i);
      Path place = place(volume, i, cut);
      Path data = Volumes.folder(cut, volume);
      if (data.equals(place.getParent())) {
        Files.createDirectory(place);
        Files.move(data.resolve("file"), place.resolve("file"));
        if (most > 1) {
          Files.move(data.resolve("folder"), place.resolve("folder"));
        }
      } else {
        Files.createDirectories(place.getParent());
        Files.move(data, place);
      }
    }
  }

  /** Where what is in a volume waits for its removal. */
  private static Path place(Resource volume, int index, Path work) {
    String name = HexFormat.of().formatHex(Changes.uuid("last").toByteArray()) + "-" + index;
    return volume.getDisk().hasSource()
        ? work.resolve("mounted/.meseta-trash-" + name)
        : work.resolve("volumes/.trash").resolve(name);
  }
}
