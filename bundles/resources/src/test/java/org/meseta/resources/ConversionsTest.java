package org.meseta.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.meseta.protocol.v1.Offer;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.DiskInfo;
import org.meseta.protocol.v1.Volume;

class ConversionsTest {
  private static final Resource DISK = Wire.scalar("disk", 100);
  private static final Resource RESERVED = Wire.reserved(DISK, "eng");
  private static final Resource VOLUME = Wire.volume(RESERVED, "v");

  private static Resources of(Resource... resources) {
    return Resources.of(List.of(resources));
  }

  private static void refuses(Offer.Operation operation, String why) {
    assertThatThrownBy(() -> Conversions.of(operation))
        .isInstanceOf(ResourceException.class)
        .hasMessageContaining(why);
  }

  @Test
  void reservingPutsALevelOnTop() {
    Resource refined = Wire.reserved(DISK, "eng", "eng/web");
    assertThat(Conversions.of(Wire.reserve(RESERVED)))
        .isEqualTo(new Conversion(of(DISK), of(RESERVED)));
    assertThat(Conversions.of(Wire.reserve(refined)))
        .isEqualTo(new Conversion(of(RESERVED), of(refined)));
  }

  @Test
  void unreservingTakesOnlyTheTopLevelOff() {
    Resource refined = Wire.reserved(Wire.statically(DISK, "eng"), "eng/web", "eng/web/a");
    Resource below = Wire.reserved(Wire.statically(DISK, "eng"), "eng/web");
    assertThat(Conversions.of(Wire.unreserve(refined)))
        .isEqualTo(new Conversion(of(refined), of(below)));
  }

  @Test
  void reservationsMoveFromTheirSource() {
    Resource other = Wire.reserved(DISK, "ops");
    assertThat(Conversions.of(Wire.reserveFrom(RESERVED, other)))
        .isEqualTo(new Conversion(of(RESERVED), of(other)));
    refuses(
        Wire.reserveFrom(Wire.reserved(Wire.scalar("disk", 99), "eng"), other), "same resources");
    refuses(Wire.reserveFrom(Wire.statically(DISK, "eng"), other), "same resources");
    refuses(Wire.reserveFrom(VOLUME, other), "persistent volume");
  }

  /** Who may do something with the last level could otherwise do it with those below. */
  @Test
  void onlyOneLevelChangesAtATime() {
    Resource refined = Wire.reserved(DISK, "eng", "eng/web");
    assertThat(Conversions.of(Wire.reserveFrom(RESERVED, refined)))
        .isEqualTo(new Conversion(of(RESERVED), of(refined)));
    assertThat(Conversions.of(Wire.reserveFrom(refined, Wire.reserved(DISK, "eng", "eng/a"))))
        .isNotNull();
    refuses(Wire.reserveFrom(DISK, refined), "Only one reservation");
    refuses(Wire.reserveFrom(refined, Wire.reserved(DISK, "ops")), "Only one reservation");
    refuses(Wire.reserveFrom(refined, RESERVED), "Only one reservation");
  }

  @Test
  void staticReservationsStay() {
    refuses(Wire.reserve(Wire.statically(DISK, "eng")), "not dynamically reserved");
    refuses(Wire.unreserve(Wire.statically(DISK, "eng")), "not dynamically reserved");
    refuses(Wire.reserve(DISK), "not dynamically reserved");
  }

  @Test
  void volumesKeepTheirReservation() {
    refuses(Wire.reserve(VOLUME), "persistent volume");
    refuses(Wire.unreserve(VOLUME), "persistent volume");
  }

  @Test
  void revocableResourcesAreNotReserved() {
    Resource revocable =
        Wire.reserved(Wire.scalar("cpus", 1), "eng").toBuilder()
            .setRevocable(Resource.RevocableInfo.getDefaultInstance())
            .build();
    refuses(Wire.reserve(revocable), "revocable");
  }

  @Test
  void theOlderFormatIsUnderstood() {
    Resource older = of(RESERVED).toListBeforeRefinement().get(0);
    assertThat(Conversions.of(Wire.reserve(older)))
        .isEqualTo(new Conversion(of(DISK), of(RESERVED)));
  }

  @Test
  void aVolumeIsMadeOfSpaceOnItsDisk() {
    assertThat(Conversions.of(Wire.create(VOLUME)))
        .isEqualTo(new Conversion(of(RESERVED), of(VOLUME)));
    for (DiskInfo.Source.Type type :
        List.of(DiskInfo.Source.Type.PATH, DiskInfo.Source.Type.MOUNT)) {
      Resource disk = Wire.on(RESERVED, type);
      assertThat(Conversions.of(Wire.create(Wire.volume(disk, "v"))))
          .isEqualTo(new Conversion(of(disk), of(Wire.volume(disk, "v"))));
    }
  }

  @Test
  void aMountDiskIsTakenAsAWhole() {
    Resource disk = Wire.on(RESERVED, DiskInfo.Source.Type.MOUNT);
    Resource half =
        Wire.volume(disk, "v").toBuilder().setScalar(Wire.scalar("", 50).getScalar()).build();
    Conversion conversion = Conversions.of(Wire.create(half));
    assertThatThrownBy(() -> conversion.apply(of(disk))).isInstanceOf(ResourceException.class);
  }

  @Test
  void anOddVolumeIsRefused() {
    refuses(Wire.create(RESERVED), "no persistence");
    refuses(Wire.create(Wire.volume(DISK, "v")), "is not reserved");
    refuses(Wire.create(Wire.volume(RESERVED, "../v")), "name of a folder");
    refuses(Wire.create(Wire.volume(RESERVED, "..")), "name of a folder");
    refuses(Wire.create(Wire.volume(RESERVED, "x".repeat(256))), "name of a folder");
    refuses(
        Wire.create(Wire.volume(Wire.reserved(DISK, "r".repeat(256)), "v")),
        "too long for a folder");
    refuses(Wire.create(Wire.volume(RESERVED, "")), "name of a folder");
    refuses(Wire.create(at("/data")), "relative container path");
    refuses(Wire.create(at("")), "relative container path");
    refuses(Wire.create(at("a/b")), "relative container path");
    refuses(Wire.create(at("..")), "relative container path");
    refuses(Wire.create(with(volume -> volume.setMode(Volume.Mode.RO))), "RW");
    refuses(Wire.create(with(volume -> volume.setHostPath("/etc"))), "host path");
    refuses(
        Wire.create(VOLUME.toBuilder().setDisk(VOLUME.getDisk().toBuilder().clearVolume()).build()),
        "where it is in the container");
  }

  private static Resource at(String path) {
    return with(volume -> volume.setContainerPath(path));
  }

  private static Resource with(Consumer<Volume.Builder> change) {
    Resource.Builder odd = VOLUME.toBuilder();
    change.accept(odd.getDiskBuilder().getVolumeBuilder());
    return odd.build();
  }

  @Test
  void aSharedVolumeIsDestroyedWithItsLastCopy() {
    Resource shared = Wire.shared(VOLUME);
    Conversion destroy = Conversions.of(Wire.destroy(shared));
    assertThat(destroy.apply(of(shared))).isEqualTo(of(RESERVED));
    assertThatThrownBy(() -> destroy.apply(of(shared, shared)))
        .isInstanceOf(ResourceException.class)
        .hasMessageContaining("more than once");
    Resource other = Wire.shared(Wire.volume(RESERVED, "w"));
    assertThat(destroy.apply(of(shared, other, other))).isEqualTo(of(RESERVED, other, other));
  }

  @Test
  void copiesOfASharedVolumeAreCountedOnce() {
    Resource shared = Wire.shared(VOLUME);
    assertThat(of(DISK, shared, shared).withSharedOnce()).isEqualTo(of(DISK, shared));
    assertThat(of(DISK, VOLUME).withSharedOnce()).isEqualTo(of(DISK, VOLUME));
  }

  @Test
  void aVolumeGrowsBySpaceOfItsOwnKind() {
    Resource more = Wire.reserved(Wire.scalar("disk", 28.5), "eng");
    assertThat(Conversions.of(Wire.grow(VOLUME, more)).after().toString()).contains("128.5");
    refuses(Wire.grow(VOLUME, Wire.scalar("disk", 28)), "same disk");
    refuses(Wire.grow(VOLUME, Wire.reserved(Wire.scalar("disk", 28), "ops")), "same disk");
    refuses(Wire.grow(VOLUME, Wire.reserved(Wire.scalar("mem", 28), "eng")), "same disk");
    refuses(Wire.grow(VOLUME, Wire.volume(more, "w")), "same disk");
    refuses(Wire.grow(VOLUME, Wire.on(more, DiskInfo.Source.Type.PATH)), "same disk");
  }

  @Test
  void aVolumeKeepsSomeOfItsSpace() {
    refuses(Wire.shrink(VOLUME, 100), "keep some");
    refuses(Wire.shrink(VOLUME, 200), "keep some");
    refuses(Wire.shrink(VOLUME, 0), "more than nothing");
    refuses(Wire.shrink(VOLUME, -1), "");
  }

  @Test
  void sharedVolumesAndWholeDisksKeepTheirSize() {
    refuses(Wire.shrink(Wire.shared(VOLUME), 1), "shared");
    refuses(Wire.grow(Wire.shared(VOLUME), RESERVED), "shared");
    Resource mount = Wire.volume(Wire.on(RESERVED, DiskInfo.Source.Type.MOUNT), "v");
    refuses(Wire.shrink(mount, 1), "whole disk");
    refuses(Wire.grow(mount, RESERVED), "whole disk");
  }

  @Test
  void nothingCannotBeConverted() {
    refuses(Wire.reserve(), "no resources");
    refuses(Wire.create(), "no resources");
    refuses(Wire.reserve(Wire.reserved(Wire.scalar("cpus", 0), "eng")), "nothing of");
    refuses(
        Offer.Operation.newBuilder().setType(Offer.Operation.Type.LAUNCH).build(),
        "convert nothing");
  }

  @Test
  void anAgentsConversionsAreReplayedOverWhatItIsStartedWith() {
    Resources fixed = Resources.parse("cpus:4;disk:300;disk(ops):50", "*");
    Resources now = Conversions.of(Wire.reserve(RESERVED)).apply(fixed);
    now = Conversions.of(Wire.create(Wire.shared(VOLUME))).apply(now);
    now = Conversions.of(Wire.reserve(Wire.reserved(Wire.scalar("cpus", 1), "a"))).apply(now);
    Resource onStatic = Wire.volume(Wire.statically(Wire.scalar("disk", 20), "ops"), "s");
    now = Conversions.of(Wire.create(onStatic)).apply(now);
    assertThat(Conversions.replay(fixed, now.converted())).isEqualTo(now);
    Resources converted = now.converted();
    assertThatThrownBy(() -> Conversions.replay(Resources.parse("cpus:4;disk:9", "*"), converted))
        .isInstanceOf(ResourceException.class)
        .hasMessageContaining("was made of");
  }
}
