package org.meseta.itests.benchmarks;

import java.time.Duration;
import java.util.Optional;

/**
 * Time on processors that the master and the driver have spent so far, in all threads, in steps of
 * 10 ms.
 *
 * @param master its process, if it runs on this machine
 */
record Processor(Optional<ProcessHandle> master) {

  static Processor of(Flags flags) {
    String pid = flags.values().getOrDefault("pid", "");
    return new Processor(pid.isEmpty() ? Optional.empty() : ProcessHandle.of(flags.number("pid")));
  }

  /** Of both. */
  record Used(double masterMicros, double driverMicros) {
    Used minus(Used earlier) {
      return new Used(masterMicros - earlier.masterMicros, driverMicros - earlier.driverMicros);
    }
  }

  Used used() {
    return new Used(master.map(Processor::micros).orElse(0.0), micros(ProcessHandle.current()));
  }

  private static double micros(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e3;
  }
}
