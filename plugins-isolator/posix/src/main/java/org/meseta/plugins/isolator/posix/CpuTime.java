package org.meseta.plugins.isolator.posix;

import java.io.IOException;

/**
 * Processor time, in the kernel's clock ticks.
 *
 * @param user spent in programs
 * @param system spent in the kernel
 */
record CpuTime(long user, long system) {
  static final CpuTime NONE = new CpuTime(0, 0);

  /** Linux tells programs a hundred, whatever it uses itself. */
  private static final double TICKS_PER_SECOND = 100;

  // Counted from the field after the program's name, as in proc(5) less three.
  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;

  /** Of a process and of the children that it has waited for; none if it is gone. */
  static CpuTime of(long pid) throws IOException {
    return ProcFile.read(pid, "stat").map(CpuTime::parse).orElse(NONE);
  }

  static CpuTime parse(String stat) {
    // The program's name may contain anything, also spaces and parentheses.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    if (fields.length <= CHILDREN_SYSTEM) {
      return NONE;
    }
    return new CpuTime(
        Long.parseLong(fields[USER]) + Long.parseLong(fields[CHILDREN_USER]),
        Long.parseLong(fields[SYSTEM]) + Long.parseLong(fields[CHILDREN_SYSTEM]));
  }

  CpuTime plus(CpuTime other) {
    return new CpuTime(user + other.user, system + other.system);
  }

  CpuTime max(CpuTime other) {
    return new CpuTime(Math.max(user, other.user), Math.max(system, other.system));
  }

  double userSeconds() {
    return user / TICKS_PER_SECOND;
  }

  double systemSeconds() {
    return system / TICKS_PER_SECOND;
  }
}
