package org.meseta.plugins.isolator.posix;

import java.io.IOException;
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
  public ResourceStatistics read(ContainerID container, Set<Long> processes) throws IOException {
    long resident = 0;
    for (long pid : processes) {
      resident += ProcFile.read(pid, "status").map(MemMeter::resident).orElse(0L);
    }
    return ResourceStatistics.newBuilder().setMemRssBytes(resident).buildPartial();
  }

  /** In bytes; 0 for a process that is over. */
  static long resident(String status) {
    Matcher matcher = RESIDENT.matcher(status);
    return matcher.find() ? Long.parseLong(matcher.group(1)) * KILOBYTE : 0;
  }
}
