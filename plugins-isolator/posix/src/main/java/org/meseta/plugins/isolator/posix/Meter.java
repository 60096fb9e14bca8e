package org.meseta.plugins.isolator.posix;

import java.util.Set;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ResourceStatistics;

/** Reads what processes use. */
interface Meter {

  /** What the container's processes use now. Called where blocking is allowed, on any thread. */
  ResourceStatistics read(ContainerID container, Set<Long> processes);

  /** The container is gone. */
  default void forget(ContainerID container) {}
}
