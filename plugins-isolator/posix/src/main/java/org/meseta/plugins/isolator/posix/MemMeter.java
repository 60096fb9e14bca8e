package org.meseta.plugins.isolator.posix;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meseta.protocol.v1.ContainerID;
import org.meseta.protocol.v1.ResourceStatistics;

/** Adds up the resident memory of the processes; what several share is counted for each. */
final class MemMeter implements Meter {
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
  private static final long KILOBYTE = 1024;

  @Override
  public ResourceStatistics read(ContainerID container, Set<Long> processes) {
    long resident =
        processes.stream()
            .mapToLong(pid -> ProcFile.read(pid, "status").map(MemMeter::resident).orElse(0L))
            .sum();
    return ResourceStatistics.newBuilder().setMemRssBytes(resident).buildPartial();
  }

  /** In bytes; 0 for a process that is over. */
  static long resident(String status) {
    Matcher matcher = RESIDENT.matcher(status);
    return matcher.find() ? Long.parseLong(matcher.group(1)) * KILOBYTE : 0;
  }
}
