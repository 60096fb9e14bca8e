package org.meseta.containerizer.process;

/** Sends SIGKILL without starting a process for it. */
final class Killing {

  private Killing() {}

  static void kill(Iterable<Long> pids) {
    for (long pid : pids) {
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }
  }
}
