package org.meseta.agent.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meseta.agent.loop.Changes.DISK;
import static org.meseta.agent.loop.Changes.VOLUME;
import static org.meseta.agent.loop.Changes.acknowledgement;
import static org.meseta.agent.loop.Changes.apply;
import static org.meseta.agent.loop.Changes.createVolume;
import static org.meseta.agent.loop.Changes.destroy;
import static org.meseta.agent.loop.Changes.grow;
import static org.meseta.agent.loop.Changes.reserve;
import static org.meseta.agent.loop.Changes.reserved;
import static org.meseta.agent.loop.Changes.these;
import static org.meseta.agent.loop.Changes.volume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.protocol.link.AgentMessage;
import org.meseta.protocol.link.OperationUpdate;
import org.meseta.protocol.v1.FrameworkInfo.Capability;
import org.meseta.protocol.v1.OperationState;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.DiskInfo.Source;
import org.meseta.protocol.v1.TaskState;
import org.meseta.protocol.v1.TaskStatus.Reason;
import org.meseta.resources.Resources;

/** What an agent does with operations that the master sends. */
class OperationsTest {
  private static final Resources STARTED =
      Resources.parse("cpus:4;mem:1024;disk:1024;ports:[31000-31009]", "*");

  @TempDir Path folder;
  private Rig rig;

  @BeforeEach
  void start() {
    rig = new Rig(folder.resolve("work")).up();
  }

  private Path data(String id) {
    return rig.work.resolve("volumes/roles/eng web").resolve(id);
  }

  private Resources total() {
    return rig.agent.host().total();
  }

  private List<OperationUpdate> outcomes() {
    return rig.link.sent.stream()
        .filter(AgentMessage::hasOperationUpdate)
        .map(AgentMessage::getOperationUpdate)
        .toList();
  }

  private OperationUpdate outcome() {
    List<OperationUpdate> all = outcomes();
    return all.get(all.size() - 1);
  }

  private Resources expected(Resource... converted) {
    Resources made = these(converted);
    double disk = made.scalar("disk").orElse(0.0);
    return STARTED.minus(Resources.parse("disk:" + disk, "*")).plus(made);
  }

  @Test
  void convertsItsResourcesAndTellsSo() {
    rig.send(apply("a", reserve(DISK))).send(apply("b", createVolume(VOLUME)));
    assertThat(total()).isEqualTo(expected(reserved("disk", 60), VOLUME));
    assertThat(data("v")).isDirectory();
    assertThat(outcomes())
        .allSatisfy(
            update -> {
              assertThat(update.getStatus().getState())
                  .isEqualTo(OperationState.OPERATION_FINISHED);
              assertThat(update.getFrameworkId()).isEqualTo(Rig.FRAMEWORK);
              assertThat(update.getStatus().getAgentId()).isEqualTo(Rig.agentId());
            })
        .extracting(update -> update.getStatus().getOperationId().getValue())
        .containsExactly("a", "b");
  }

  @Test
  void tellsAnOutcomeUntilItIsAcknowledged() {
    rig.send(apply("a", reserve(DISK)));
    rig.advance(Duration.ofSeconds(9));
    assertThat(outcomes()).hasSize(1);
    rig.advance(Duration.ofSeconds(1));
    assertThat(outcomes()).hasSize(2);
    rig.advance(Duration.ofSeconds(20));
    assertThat(outcomes()).hasSize(3).allMatch(outcome()::equals);
    rig.send(acknowledgement(outcome().toBuilder().setUuid(Changes.uuid("x")).build()));
    assertThat(rig.agent.host().operations()).hasSize(1);
    rig.send(acknowledgement(outcome()));
    rig.advance(Duration.ofHours(1));
    assertThat(outcomes()).hasSize(3);
    assertThat(rig.agent.host().operations()).isEmpty();
  }

  @Test
  void appliesAnOperationOnceHoweverOftenItComes() {
    rig.send(apply("a", reserve(DISK))).send(apply("a", reserve(DISK)));
    assertThat(total()).isEqualTo(expected(DISK));
  }

  @Test
  void failsWhatItHasNoResourcesFor() {
    rig.send(apply("a", createVolume(VOLUME)));
    assertThat(outcome().getStatus().getState()).isEqualTo(OperationState.OPERATION_FAILED);
    assertThat(outcome().getStatus().getMessage()).contains("is not part of");
    assertThat(total()).isEqualTo(STARTED);
    assertThat(data("v")).doesNotExist();
  }

  @Test
  void keepsTheDataOfAVolumeThatGrowsAndRemovesThatOfOneThatIsDestroyed() throws IOException {
    rig.send(apply("a", reserve(DISK))).send(apply("b", createVolume(VOLUME)));
    Files.writeString(data("v").resolve("file"), "text");
    rig.send(apply("c", grow(VOLUME, reserved("disk", 10))));
    assertThat(data("v").resolve("file")).hasContent("text");
    rig.send(apply("d", destroy(volume("v", 50))));
    assertThat(data("v")).doesNotExist();
    rig.send(apply("e", createVolume(VOLUME)));
    assertThat(data("v")).isEmptyDirectory();
  }

  @Test
  void followsNoLinkOutOfAVolume() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("file"), "text");
    rig.send(apply("a", reserve(DISK))).send(apply("b", createVolume(VOLUME)));
    Files.createSymbolicLink(data("v").resolve("link"), other);
    rig.send(apply("c", destroy(VOLUME)));
    assertThat(data("v")).doesNotExist();
    assertThat(other.resolve("file")).hasContent("text");
  }

  @Test
  void emptiesAWholeDiskAndKeepsItsRoot() throws IOException {
    Path root = Files.createDirectory(folder.resolve("disk"));
    Resource mount = on(Source.Type.MOUNT, root);
    Rig other = new Rig(folder.resolve("other-work"));
    other.flag("resources", json(mount, Changes.scalar("cpus", 1))).up();
    Resource reserved = mount.toBuilder().addAllReservations(DISK.getReservationsList()).build();
    Resource.Builder volume = reserved.toBuilder();
    volume
        .getDiskBuilder()
        .setPersistence(VOLUME.getDisk().getPersistence())
        .setVolume(VOLUME.getDisk().getVolume());
    other.send(apply("a", reserve(reserved))).send(apply("b", createVolume(volume.build())));
    Files.createDirectories(root.resolve("a/b"));
    Files.writeString(root.resolve("a/b/file"), "text");
    other.send(apply("c", destroy(volume.build())));
    assertThat(root).isEmptyDirectory();
    assertThat(other.agent.host().total()).isEqualTo(these(reserved, Changes.scalar("cpus", 1)));
  }

  private static Resource on(Source.Type type, Path root) {
    Source.Builder source = Source.newBuilder().setType(type);
    source.getMountBuilder().setRoot(root.toString());
    return Changes.scalar("disk", 500).toBuilder()
        .setDisk(Resource.DiskInfo.newBuilder().setSource(source))
        .build();
  }

  private static String json(Resource disk, Resource cpus) {
    return ("[{'name':'disk','type':'SCALAR','scalar':{'value':500},'disk':{'source':{'type':'MOUNT',"
            + "'mount':{'root':'"
            + disk.getDisk().getSource().getMount().getRoot()
            + "'}}}},{'name':'cpus','type':'SCALAR','scalar':{'value':"
            + cpus.getScalar().getValue()
            + "}}]")
        .replace('\'', '"');
  }

  @Test
  void findsReservationsAndVolumesAgainAndSaysSoWhenItRegisters() {
    rig.send(apply("a", reserve(DISK))).send(apply("b", createVolume(VOLUME)));
    rig.send(acknowledgement(outcomes().get(0)));
    Rig next = rig.next().start().connect();
    assertThat(next.agent.host().total()).isEqualTo(total());
    AgentMessage first = next.link.sent.get(0);
    assertThat(Resources.of(first.getReregister().getTotalList())).isEqualTo(total());
    assertThat(first.getReregister().getOperationsList())
        .extracting(operation -> operation.getInfo().getId().getValue())
        .containsExactly("b");
    next.reregistered();
    assertThat(next.link.sent).filteredOn(AgentMessage::hasOperationUpdate).hasSize(1);
  }

  @Test
  void saysOnlyWhatIsWrittenDown() {
    rig.give(apply("a", reserve(DISK)));
    rig.agent.masterDisconnected(rig.link, "lost");
    rig.connect();
    AgentMessage first = rig.link.sent.get(0);
    assertThat(Resources.of(first.getReregister().getTotalList())).isEqualTo(STARTED);
    assertThat(first.getReregister().getOperationsList()).isEmpty();
    rig.reregistered().send(apply("a", reserve(DISK)));
    assertThat(total()).isEqualTo(expected(DISK));
    assertThat(outcomes()).isNotEmpty();
  }

  @Test
  void refusesToStartWithLessThanIsReserved() {
    rig.send(apply("a", reserve(DISK)));
    Rig next = rig.next().flag("resources", "cpus:4;mem:1024;disk:99");
    next.start();
    assertThat(next.exits)
        .singleElement()
        .satisfies(
            exit ->
                assertThat(exit).contains("disk").contains("disk:99").contains("meta/resources"));
  }

  @Test
  void dropsATaskThatCountsOnWhatIsNotHere() {
    rig.run(
        Rig.framework(Capability.Type.PARTITION_AWARE),
        Rig.task("true").toBuilder().addResources(allocated(VOLUME)).build());
    assertThat(rig.link.last().getState()).isEqualTo(TaskState.TASK_DROPPED);
    assertThat(rig.link.last().getReason()).isEqualTo(Reason.REASON_RESOURCES_UNKNOWN);
  }

  @Test
  void runsATaskOnAVolume() {
    rig.send(apply("a", reserve(DISK))).send(apply("b", createVolume(VOLUME)));
    rig.run(Rig.framework(), Rig.task("true").toBuilder().addResources(allocated(VOLUME)).build());
    assertThat(rig.link.states()).containsExactly(TaskState.TASK_STARTING);
    assertThat(rig.host.only().launch.resources().volumes())
        .isEqualTo(these(VOLUME).allocatedTo("eng/web"));
  }

  private static Resource allocated(Resource resource) {
    return resource.toBuilder()
        .setAllocationInfo(Resource.AllocationInfo.newBuilder().setRole("eng/web"))
        .build();
  }
}
