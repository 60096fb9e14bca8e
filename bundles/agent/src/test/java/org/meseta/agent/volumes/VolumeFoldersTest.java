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
}
