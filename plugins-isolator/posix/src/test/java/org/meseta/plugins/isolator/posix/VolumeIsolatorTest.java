package org.meseta.plugins.isolator.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.meseta.plugin.isolator.ContainerConfig;
import org.meseta.plugin.isolator.IsolatorFactory;
import org.meseta.protocol.v1.CommandInfo;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.Resource;
import org.meseta.protocol.v1.Resource.DiskInfo;
import org.meseta.protocol.v1.Resource.ReservationInfo;
import org.meseta.protocol.v1.Value;
import org.meseta.protocol.v1.Volume;
import org.meseta.resources.Resources;
import org.meseta.resources.Volumes;
import org.meseta.testkit.isolator.IsolatorContract;

class VolumeIsolatorTest extends IsolatorContract {

  @Override
  protected IsolatorFactory factory() {
    return new VolumeIsolatorFactory();
  }

  private static Resource volume(String path) {
    return Resource.newBuilder()
        .setName("disk")
        .setType(Value.Type.SCALAR)
        .setScalar(Value.Scalar.newBuilder().setValue(10))
        .addReservations(
            ReservationInfo.newBuilder().setType(ReservationInfo.Type.DYNAMIC).setRole("eng/web"))
        .setDisk(
            DiskInfo.newBuilder()
                .setPersistence(DiskInfo.Persistence.newBuilder().setId("v"))
                .setVolume(Volume.newBuilder().setContainerPath(path).setMode(Volume.Mode.RW)))
        .setShared(Resource.SharedInfo.getDefaultInstance())
        .build();
  }

  private Path data(Resource volume) throws IOException {
    return Files.createDirectories(Volumes.folder(bench().workDir(), volume));
  }

  private Path sandbox(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  private ContainerConfig config(Path sandbox, Resource volume) {
    return new ContainerConfig(
        CommandInfo.newBuilder().setValue("true").build(),
        sandbox,
        Optional.empty(),
        Resources.of(List.of(volume)).allocatedTo("eng/web"),
        Optional.empty());
  }

  private ContainerID prepare(Path sandbox, Resource volume) {
    ContainerID id = bench().id();
    bench().on(() -> bench().isolator().prepare(id, config(sandbox, volume)));
    return id;
  }

  @Test
  void linksAVolumeIntoTheSandbox() throws IOException {
    Resource volume = volume("data");
    Files.writeString(data(volume).resolve("file"), "text");
    Path sandbox = sandbox("s");
    prepare(sandbox, volume);
    assertThat(sandbox.resolve("data").resolve("file")).hasContent("text");
    assertThat(sandbox.resolve("data")).isSymbolicLink();
    assertThat(Volumes.folder(Path.of("/w"), volume))
        .isEqualTo(Path.of("/w/volumes/roles/eng web/v"));
  }

  @Test
  void leavesALinkThatIsThereFromBefore() throws IOException {
    Resource volume = volume("data");
    data(volume);
    Path sandbox = sandbox("s");
    prepare(sandbox, volume);
    prepare(sandbox, volume);
    assertThat(sandbox.resolve("data")).isSymbolicLink();
  }

  @Test
  void replacesNothingInTheSandbox() throws IOException {
    data(volume("data"));
    Path sandbox = sandbox("s");
    Files.createSymbolicLink(sandbox.resolve("data"), folder);
    refuses(sandbox, volume("data"), "it is taken");
  }

  @Test
  void linksOnlyRightIntoTheSandbox() throws IOException {
    data(volume("data"));
    Path sandbox = sandbox("s");
    Files.createSymbolicLink(sandbox.resolve("out"), Files.createDirectory(folder.resolve("o")));
    refuses(sandbox, volume("out/data"), "cannot be at 'out/data'");
    refuses(sandbox, volume("/data"), "cannot be at '/data'");
    refuses(sandbox, volume(".."), "cannot be at '..'");
    assertThat(folder.resolve("o")).isEmptyDirectory();
  }

  @Test
  void startsNothingWithoutTheVolumesFolder() throws IOException {
    refuses(sandbox("s"), volume("data"), "has no folder");
  }

  private void refuses(Path sandbox, Resource volume, String why) {
    assertThatThrownBy(() -> prepare(sandbox, volume)).hasStackTraceContaining(why);
  }

  /** Makes a container of another user. */
  private ContainerID prepareAs(int user, int group, String name, Resource volume)
      throws IOException {
    Path sandbox = sandbox(name);
    Files.setAttribute(sandbox, "unix:uid", user);
    Files.setAttribute(sandbox, "unix:gid", group);
    return prepare(sandbox, volume);
  }

  private static void needRoot() throws IOException {
    Assumptions.assumeTrue(
        Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
        "needs root");
  }

  private static List<Object> owner(Path data) throws IOException {
    return List.of(Files.getAttribute(data, "unix:uid"), Files.getAttribute(data, "unix:gid"));
  }

  @Test
  void givesAVolumeToTheUserUnlessAnotherContainerUsesIt() throws IOException {
    needRoot();
    Resource volume = volume("data");
    Path data = data(volume);
    final ContainerID one = prepareAs(1234, 12, "one", volume);
    assertThat(owner(data)).containsExactly(1234, 12);
    final ContainerID two = prepareAs(2345, 23, "two", volume);
    assertThat(owner(data)).containsExactly(1234, 12);
    bench().on(() -> bench().isolator().cleanup(one));
    final ContainerID three = prepareAs(3456, 34, "three", volume);
    assertThat(owner(data)).containsExactly(1234, 12);
    bench().on(() -> bench().isolator().cleanup(two));
    bench().on(() -> bench().isolator().cleanup(three));
    prepareAs(4567, 45, "four", volume);
    assertThat(owner(data)).containsExactly(4567, 45);
  }

  @Test
  void givesOnlyTheFolderAndNothingToRoot() throws IOException {
    needRoot();
    Resource volume = volume("data");
    Path data = data(volume);
    Path file = Files.writeString(data.resolve("file"), "text");
    ContainerID one = prepareAs(1234, 12, "one", volume);
    assertThat(owner(file)).containsExactly(0, 0);
    bench().on(() -> bench().isolator().cleanup(one));
    prepareAs(0, 0, "two", volume);
    assertThat(owner(data)).containsExactly(1234, 12);
  }
}
