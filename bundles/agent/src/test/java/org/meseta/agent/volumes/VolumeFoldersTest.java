package org.meseta.agent.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meseta.agent.checkpoint.Layout;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.DiskInfo;
import org.meseta.protocol.v1.Resource.ReservationInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.resources.Resources;

class VolumeFoldersTest {
  @TempDir Path work;

  private static Resource volume(String root) {
    DiskInfo.Source.Builder source =
        DiskInfo.Source.newBuilder().setType(DiskInfo.Source.Type.PATH);
    if (!root.isEmpty()) {
      source.getPathBuilder().setRoot(root);
    }
    return Resource.newBuilder()
        .setName("disk")
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(1))
        .addReservations(
            ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole("eng/web"))
        .setDisk(
            DiskInfo.newBuilder()
                .setSource(source)
                .setPersistence(DiskInfo.Persistence.newBuilder().setId("v")))
        .build();
  }

  @Test
  void hasVolumesWhereTheirDiskIs() {
    VolumeFolders folders = new VolumeFolders(work);
    assertThat(folders.of(volume("/disk"))).isEqualTo(Path.of("/disk/volumes/roles/eng web/v"));
    assertThat(folders.of(volume("disk"))).isEqualTo(work.resolve("disk/volumes/roles/eng web/v"));
  }

  @Test
  void needsTheDisksThatAreNamed() throws IOException {
    VolumeFolders folders = new VolumeFolders(work);
    Resources disk = Resources.of(List.of(volume("disk")));
    assertThatThrownBy(() -> folders.requireRoots(disk))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(work.resolve("disk").toString());
    Files.createDirectory(work.resolve("disk"));
    folders.requireRoots(disk);
    assertThatThrownBy(() -> folders.requireRoots(Resources.of(List.of(volume("")))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void refusesAVolumeThatIsNowhere() {
    ResourcesCheckpoint checkpoint =
        new ResourcesCheckpoint(new Layout(work), new VolumeFolders(work));
    assertThatThrownBy(() -> checkpoint.requireFolders(Resources.of(List.of(volume("")))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Resources these(Resource... resources) {
    return Resources.of(List.of(resources));
  }

  /** A whole disk below the work directory, with a file on it, and a volume with one. */
  private Resources diskAndVolume() throws IOException {
    Resource.Builder disk = volume("").toBuilder();
    disk.getDiskBuilder()
        .setSource(
            DiskInfo.Source.newBuilder()
                .setType(DiskInfo.Source.Type.MOUNT)
                .setMount(DiskInfo.Source.Mount.newBuilder().setRoot("disk")));
    Resource volume = volume("path");
    for (Path folder : List.of(work.resolve("disk"), new VolumeFolders(work).of(volume))) {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("file"), "text");
    }
    return these(disk.build(), volume);
  }

  @Test
  void takesContentOutOfTheWayAtOnce() throws IOException {
    Resources both = diskAndVolume();
    VolumeFolders folders = new VolumeFolders(work);
    List<Path> trash = folders.trash(both, these(), "c");
    folders.change(both, these(), "c");
    assertThat(trash)
        .containsExactlyInAnyOrder(
            work.resolve("disk/.meseta-trash-c-0"), work.resolve("path/volumes/.trash/c-1"))
        .allSatisfy(place -> assertThat(place.resolve("file")).hasContent("text"));
    assertThat(work.resolve("disk")).isDirectoryNotContaining("glob:**/file");
    assertThat(work.resolve("path/volumes/roles/eng web/v")).doesNotExist();
    folders.change(both, these(), "c");
    assertThat(trash).allSatisfy(place -> assertThat(place.resolve("file")).hasContent("text"));
  }

  @Test
  void takesAllOrNothingAway() throws IOException {
    Resources both = diskAndVolume();
    Files.writeString(work.resolve("path/volumes/.trash"), "in the way");
    VolumeFolders folders = new VolumeFolders(work);
    assertThatThrownBy(() -> folders.change(both, these(), "c"))
        .isInstanceOf(VolumeFolderException.class)
        .hasMessageContaining("cannot be taken away");
    assertThat(work.resolve("disk/file")).hasContent("text");
    assertThat(work.resolve("disk/.meseta-trash-c-0")).doesNotExist();
    assertThat(work.resolve("path/volumes/roles/eng web/v/file")).hasContent("text");
  }

  @Test
  void isNotStoppedByAnotherVolumeWithoutAFolder() throws IOException {
    Resources old = these(volume("old"));
    Files.writeString(work.resolve("old"), "not a disk any more");
    Resources more = these(volume("old"), volume("new"));
    new VolumeFolders(work).change(old, more, "c");
    assertThat(work.resolve("new/volumes/roles/eng web/v")).isDirectory();
  }
}
