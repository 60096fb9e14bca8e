package org.meseta.plugins.isolator.posix;

import java.io.IOException;
import java.util.Set;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ResourceStatistics;

/** Reads what processes use. */
interface Meter {

  /**
   * What the container's processes use now. Called where blocking is allowed, on any thread.
   *
   * @throws IOException if that of one of them cannot be read; the rest alone would mislead
   */
  ResourceStatistics read(ContainerID container, Set<Long> processes) throws IOException;

  /** The container is gone. */
  default void forget(ContainerID container) {}
}
