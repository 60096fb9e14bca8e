package org.meseta.plugins.isolator.posix;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ResourceStatistics;

/**
 * Adds up the processor time of the processes that live and of those that they have waited for.
 * Time of a process that nobody in the container waited for is lost when it ends; so as not to go
 * back, the highest figure counts until it is reached again.
 */
final class CpuMeter implements Meter {
  private final Map<ContainerID, CpuTime> highest = new ConcurrentHashMap<>();

  @Override
  public ResourceStatistics read(ContainerID container, Set<Long> processes) throws IOException {
    CpuTime now = CpuTime.NONE;
    for (long pid : processes) {
      now = now.plus(CpuTime.of(pid));
    }
    CpuTime time = processes.isEmpty() ? now : highest.merge(container, now, CpuTime::max);
    return ResourceStatistics.newBuilder()
        .setCpusUserTimeSecs(time.userSeconds())
        .setCpusSystemTimeSecs(time.systemSeconds())
        .buildPartial();
  }

  @Override
  public void forget(ContainerID container) {
    highest.remove(container);
  }
}
