package org.meseta.master.tasks;

import static org.meseta.master.tasks.TaskCheck.require;

import org.meseta.protocol.v1.ContainerInfo;
import org.meseta.protocol.v1.Volume;

/** Says what contradicts itself in the container that a task or an executor wants. */
final class ContainerCheck {
  private ContainerCheck() {}

  /**
   * Checks the container of a task in a group.
   *
   * @throws org.meseta.resources.ResourceException if there can be no such container
   */
  static void checkInGroup(ContainerInfo container) {
    require(
        container.getType() != ContainerInfo.Type.DOCKER,
        "Docker ContainerInfo is not supported on a task of a group");
    container.getVolumesList().forEach(ContainerCheck::volume);
  }

  /**
   * @throws org.meseta.resources.ResourceException if there can be no such container
   */
  static void check(ContainerInfo container) {
    require(
        container.getType() != ContainerInfo.Type.DOCKER || container.hasDocker(),
        "DockerInfo 'docker' is not set for DOCKER typed ContainerInfo");
    require(
        container.getLinuxInfo().getShareCgroups(),
        "The 'share_cgroups' field can only be set to false for tasks of a task group");
    container.getVolumesList().forEach(ContainerCheck::volume);
  }

  private static void volume(Volume volume) {
    int contents = 0;
    contents += volume.hasHostPath() ? 1 : 0;
    contents += volume.hasImage() ? 1 : 0;
    contents += volume.hasSource() ? 1 : 0;
    require(
        contents <= 1,
        "Only one of 'host_path', 'image' and 'source' can be set for the volume '"
            + volume.getContainerPath()
            + "'");
    require(
        !volume.hasSource() || isWhole(volume.getSource()),
        "The source of the volume '"
            + volume.getContainerPath()
            + "' is of a type that is not known, or lacks what its type needs");
  }

  private static boolean isWhole(Volume.Source source) {
    return switch (source.getType()) {
      case DOCKER_VOLUME -> source.hasDockerVolume();
      case HOST_PATH -> source.hasHostPath();
      case SANDBOX_PATH -> source.hasSandboxPath();
      case SECRET -> source.hasSecret();
      case CSI_VOLUME -> source.hasCsiVolume();
      case UNKNOWN -> false;
    };
  }
}
