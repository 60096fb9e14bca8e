package org.meseta.containerizer;

import java.util.regex.Pattern;
import org.meseta.plugin.containerizer.ContainerLaunch;
import org.meseta.plugin.containerizer.LaunchRefusedException;
import org.meseta.protocol.v1.ContainerInfo;

/** Says what is not run here, and what cannot be run anywhere. */
final class LaunchChecks {
  /** What is a file name on every host, and stays one with something put before or after it. */
  private static final Pattern NAME = Pattern.compile("[\\p{Alnum}_@%+,:=-][\\p{Alnum}._@%+,:=-]*");

  private static final int MAX_NAME = 200;

  private LaunchChecks() {}

  /**
   * The container's name in files.
   *
   * @param volumes whether an isolator gives it its persistent volumes
   * @throws LaunchRefusedException if another containerizer may run it
   * @throws IllegalArgumentException if its id cannot be used
   */
  static String name(ContainerLaunch launch, boolean volumes) throws LaunchRefusedException {
    refuse(launch.id().hasParent(), "containers inside others");
    refuse(
        !volumes && !launch.resources().volumes().isEmpty(),
        "persistent volumes without the isolator filesystem/posix (see --isolation)");
    if (launch.container().isPresent()) {
      check(launch.container().get());
    }
    String id = launch.id().getValue();
    if (id.length() > MAX_NAME || !NAME.matcher(id).matches()) {
      throw new IllegalArgumentException("'" + id + "' cannot be the id of a container");
    }
    return id;
  }

  private static void check(ContainerInfo container) throws LaunchRefusedException {
    refuse(container.getType() != ContainerInfo.Type.MESOS, "Docker containers");
    refuse(container.getMesos().hasImage(), "images");
    refuse(container.hasTtyInfo(), "terminals");
    refuse(container.getVolumesCount() > 0, "volumes");
    refuse(container.getNetworkInfosCount() > 0, "networks of their own");
  }

  private static void refuse(boolean asked, String what) throws LaunchRefusedException {
    if (asked) {
      throw new LaunchRefusedException("The containerizer mesos does not run " + what);
    }
  }
}
